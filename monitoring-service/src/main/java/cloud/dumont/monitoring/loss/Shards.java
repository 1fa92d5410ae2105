package cloud.dumont.monitoring.loss;

import cloud.dumont.monitoring.health.HealthBook;
import cloud.dumont.monitoring.health.HealthConfig;
import cloud.dumont.monitoring.health.Mandate;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The shards that this replica examines. They are spread over all replicas that are alive, so that one more or less moves few.
 * Time is the database's: a replica that stood still for a while has lost its shards even if nobody took them.
 */
@Component
class Shards {
    private static final Logger log = LoggerFactory.getLogger(Shards.class);
    private final String owner;
    private final JdbcClient jdbc;
    private final HealthBook book;
    private final TransactionTemplate transactions;
    private final ExaminationConfig config;
    private final Duration grace;
    private volatile Map<Integer, Mandate> held = Map.of();
    private long renewedNanos;

    @Autowired
    Shards(
            JdbcClient jdbc,
            HealthBook book,
            TransactionTemplate transactions,
            ExaminationConfig config,
            HealthConfig health,
            MeterRegistry meters) {
        this(UUID.randomUUID().toString(), jdbc, book, transactions, config, health);
        IntStream.range(0, Mandate.SHARDS)
                .forEach(shard -> Gauge.builder("dumont.examination.shard.age", () -> age(shard))
                        .baseUnit("seconds")
                        .tag("shard", Integer.toString(shard))
                        .description("since the last pass over the suspects of the shard, by whichever replica")
                        .register(meters));
    }

    Shards(
            String owner,
            JdbcClient jdbc,
            HealthBook book,
            TransactionTemplate transactions,
            ExaminationConfig config,
            HealthConfig health) {
        this.owner = owner;
        this.jdbc = jdbc;
        this.book = book;
        this.transactions = transactions;
        this.config = config;
        this.grace = health.grace();
    }

    /** As they were when they were renewed last; whether a mandate still counts only the database knows. */
    Map<Integer, Mandate> held() {
        return held;
    }

    /** Once in every round: takes what nobody has, and now and then renews what is held. */
    synchronized void claim(Instant now) {
        boolean due = System.nanoTime() - renewedNanos >= config.renewEvery().toNanos();
        held = Objects.requireNonNull(transactions.execute(status -> {
            if (due || !alive().contains(owner)) {
                announce();
                renew();
            }
            List<Integer> mine = mine(alive());
            leave(mine);
            take(mine, now);
            return mandates();
        }));
        renewedNanos = due ? System.nanoTime() : renewedNanos;
    }

    private List<String> alive() {
        return jdbc.sql("SELECT owner FROM examiners WHERE until > clock_timestamp()")
                .query(String.class)
                .list();
    }

    private void announce() {
        jdbc.sql("DELETE FROM examiners WHERE until < clock_timestamp() - interval '1 hour'")
                .update();
        jdbc.sql("""
                        INSERT INTO examiners (owner, until)
                        VALUES (:me, clock_timestamp() + make_interval(secs => :lease))
                        ON CONFLICT (owner) DO UPDATE SET until = excluded.until
                        """).param("me", owner).param("lease", lease()).update();
    }

    private void renew() {
        jdbc.sql("""
                        UPDATE examination_shards SET until = clock_timestamp() + make_interval(secs => :lease)
                         WHERE owner = :me AND until > clock_timestamp()
                        """).param("me", owner).param("lease", lease()).update();
    }

    /** Those that are this replica's. */
    private List<Integer> mine(List<String> alive) {
        return IntStream.range(0, Mandate.SHARDS)
                .filter(shard -> alive.stream()
                        .max(Comparator.comparingLong((String each) -> weight(each, shard))
                                .thenComparing(Comparator.naturalOrder()))
                        .filter(owner::equals)
                        .isPresent())
                .boxed()
                .toList();
    }

    /** Who weighs most has the shard: if somebody comes or goes, only his shards move. */
    private static long weight(String owner, int shard) {
        long mixed = (owner + "/" + shard).hashCode() * 0x9E3779B97F4A7C15L;
        mixed ^= mixed >>> 29;
        return mixed * 0xBF58476D1CE4E5B9L;
    }

    private void leave(List<Integer> mine) {
        jdbc.sql("""
                        UPDATE examination_shards SET until = clock_timestamp()
                         WHERE owner = :me AND until > clock_timestamp() AND NOT shard = ANY (:mine)
                        """)
                .param("me", owner)
                .param("mine", mine.toArray(Integer[]::new))
                .update();
    }

    /** Whoever was examined by another, or by nobody for a while, gets fresh time with the same commit. */
    private void take(List<Integer> mine, Instant now) {
        List<Integer> taken = jdbc.sql("""
                        WITH free AS (SELECT shard FROM examination_shards
                                       WHERE until <= clock_timestamp() AND shard = ANY (:mine)
                                       ORDER BY shard FOR UPDATE SKIP LOCKED)
                        UPDATE examination_shards s
                           SET owner = :me, fence = fence + 1,
                               until = clock_timestamp() + make_interval(secs => :lease)
                          FROM free WHERE s.shard = free.shard
                        RETURNING s.shard
                        """)
                .param("me", owner)
                .param("mine", mine.toArray(Integer[]::new))
                .param("lease", lease())
                .query(Integer.class)
                .list();
        taken.forEach(shard -> book.grantGrace(shard, now.plus(grace)));
        if (!taken.isEmpty()) {
            log.atInfo().addKeyValue("shards", taken).log("shards are examined here from now on");
        }
    }

    private Map<Integer, Mandate> mandates() {
        Map<Integer, Mandate> mandates = new HashMap<>();
        jdbc.sql("SELECT shard, owner, fence FROM examination_shards WHERE owner = :me AND until > clock_timestamp()")
                .param("me", owner)
                .query(Mandate.class)
                .list()
                .forEach(mandate -> mandates.put(mandate.shard(), mandate));
        return Map.copyOf(mandates);
    }

    /** A round over the suspects of all shards that are held has begun. */
    void passed() {
        jdbc.sql("""
                        UPDATE examination_shards SET passed_at = clock_timestamp()
                         WHERE owner = :me AND until > clock_timestamp()
                        """).param("me", owner).update();
    }

    /** Others may take them at once. */
    synchronized void giveBack() {
        held = Map.of();
        jdbc.sql("DELETE FROM examiners WHERE owner = :me").param("me", owner).update();
        leave(List.of());
    }

    private double age(int shard) {
        return jdbc.sql("""
                        SELECT extract(epoch FROM clock_timestamp() - passed_at)::float8 FROM examination_shards
                         WHERE shard = :shard
                        """).param("shard", shard).query(Double.class).single();
    }

    private double lease() {
        return config.lease().toMillis() / 1000.0;
    }
}
