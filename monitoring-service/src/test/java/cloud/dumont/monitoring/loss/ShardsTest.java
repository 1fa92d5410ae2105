package cloud.dumont.monitoring.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cloud.dumont.events.HealthEvent.Signal;
import cloud.dumont.kernel.Ids;
import cloud.dumont.kernel.PlacementId;
import cloud.dumont.monitoring.PlatformTest;
import cloud.dumont.monitoring.health.Health;
import cloud.dumont.monitoring.health.HealthBook;
import cloud.dumont.monitoring.health.HealthConfig;
import cloud.dumont.monitoring.health.Loss;
import cloud.dumont.monitoring.health.Mandate;
import cloud.dumont.monitoring.health.Signals;
import cloud.dumont.monitoring.health.WatchHealth;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.ApplicationContext;
import org.springframework.transaction.support.TransactionTemplate;

/** Replicas share the suspects, and a replica that stood still decides nothing when it goes on. */
@PlatformTest
class ShardsTest {
    private static final Loss LOSS = new Loss(Loss.Cause.VENDOR, List.<Signal>of(), "normal");

    @Autowired
    ApplicationContext context;

    @Autowired
    WatchHealth watch;

    @Autowired
    HealthBook book;

    @Autowired
    Verdicts verdicts;

    @Autowired
    TransactionTemplate transactions;

    @Autowired
    ExaminationConfig config;

    @Autowired
    HealthConfig health;

    @Autowired
    MeterRegistry meters;

    @LocalServerPort
    int port;

    private Stage stage;

    @BeforeEach
    void nobodyExamines() {
        stage = new Stage(context, port);
        context.getBean(Shards.class).giveBack();
        stage.jdbc.sql("DELETE FROM examiners").update();
        stage.jdbc.sql("UPDATE examination_shards SET until = to_timestamp(0)").update();
    }

    @AfterEach
    void close() {
        stage.jdbc.sql("DELETE FROM examiners").update();
        stage.jdbc.sql("UPDATE examination_shards SET until = to_timestamp(0)").update();
        stage.close();
    }

    private Shards replica(String name, ExaminationConfig settings) {
        return new Shards(name, stage.jdbc, book, transactions, settings, health);
    }

    private Shards replica(String name) {
        return replica(name, config);
    }

    private void claim(Shards... replicas) {
        Stream.of(replicas).forEach(replica -> replica.claim(stage.clock.instant()));
    }

    /** The replica does nothing, and its time passes. */
    private void standsStill(String name) {
        stage.jdbc
                .sql("UPDATE examination_shards SET until = clock_timestamp() WHERE owner = :name")
                .param("name", name)
                .update();
        stage.jdbc
                .sql("UPDATE examiners SET until = clock_timestamp() WHERE owner = :name")
                .param("name", name)
                .update();
    }

    private static Set<Integer> all(Map<Integer, Mandate> one, Map<Integer, Mandate> other) {
        Set<Integer> all = new HashSet<>(one.keySet());
        all.addAll(other.keySet());
        return all;
    }

    private Mandate of(Shards replica) {
        return replica.held().get(Mandate.shardOf(stage.order.placement()));
    }

    private Health.Unheard suspect() {
        watch.tell(
                stage.order.placement(),
                Signals.vendorSays("gone", stage.clock.instant().plusMillis(1)),
                stage.clock.instant());
        return (Health.Unheard) stage.health();
    }

    @Test
    void twoReplicasShareTheShardsAndNoneIsOfBoth() {
        Shards first = replica("first");
        Shards second = replica("second");
        claim(first);
        assertThat(first.held()).hasSize(16);

        claim(second, first, second);

        assertThat(first.held()).isNotEmpty();
        assertThat(second.held()).isNotEmpty();
        assertThat(first.held().size() + second.held().size()).isEqualTo(16);
        assertThat(all(first.held(), second.held())).hasSize(16);
        Map<Integer, Mandate> before = first.held();
        claim(first, second, first);
        assertThat(first.held()).as("nothing moves while both are there").isEqualTo(before);
    }

    @Test
    void theShardsOfOneThatDiesMoveToTheOtherWithFreshTimeForTheirMachines() {
        Shards first = replica("first");
        ExaminationConfig brief = withLease(Duration.ofSeconds(1));
        Shards second = replica("second", brief);
        claim(first, second, first, second);
        Map<Integer, Mandate> taken = second.held();
        Instant later = stage.clock.instant().plusSeconds(600);

        await().atMost(Duration.ofSeconds(30)).until(() -> {
            first.claim(later);
            return first.held().size() == 16;
        });

        taken.forEach(
                (shard, mandate) -> assertThat(first.held().get(shard).fence()).isGreaterThan(mandate.fence()));
        boolean moved = taken.containsKey(Mandate.shardOf(stage.order.placement()));
        Instant grace = ((Health.Healthy) stage.health()).graceUntil();
        assertThat(grace.equals(later.plus(health.grace()))).isEqualTo(moved);
    }

    private ExaminationConfig withLease(Duration lease) {
        return new ExaminationConfig(
                false,
                config.every(),
                config.lookEvery(),
                config.probeWithin(),
                config.atOnce(),
                lease,
                config.renewEvery(),
                config.keep(),
                config.tellAgain(),
                config.store(),
                config.vendors(),
                config.blindCheckedEvery(),
                config.lag());
    }

    @Test
    void whatWasFoundOutBeforeAReplicaStoodStillDecidesNothing() {
        Shards replica = replica("first");
        claim(replica);
        Mandate old = of(replica);
        Health.Unheard suspect = suspect();
        standsStill("first");

        assertThat(watch.lose(suspect, LOSS, old, stage.clock.instant()))
                .as("its lease is over, though nobody took it")
                .isFalse();
        claim(replica);
        assertThat(of(replica).fence()).isGreaterThan(old.fence());
        assertThat(watch.lose(suspect, LOSS, old, stage.clock.instant()))
                .as("it has a new one, and old evidence")
                .isFalse();
        assertThat(watch.lose(suspect, LOSS, of(replica), stage.clock.instant()))
                .as("its machines have fresh time")
                .isFalse();
        stage.clock.advance(health.grace());
        assertThat(watch.lose(suspect, LOSS, of(replica), stage.clock.instant()))
                .isTrue();
        assertThat(stage.facts()).containsExactly("health.suspected", "health.lost");
    }

    @Test
    void ofTwoWhoTakeThemselvesForTheExaminerOneDecides() {
        Shards first = replica("first");
        claim(first);
        Mandate old = of(first);
        Health.Unheard suspect = suspect();
        standsStill("first");
        Shards second = replica("second");
        claim(second);
        stage.clock.advance(health.grace());

        List<Boolean> decided = Stream.of(old, of(second))
                .parallel()
                .map(mandate -> watch.lose(suspect, LOSS, mandate, stage.clock.instant()))
                .toList();

        assertThat(decided).containsExactly(false, true);
        assertThat(stage.facts()).containsExactly("health.suspected", "health.lost");
    }

    /** The verdict has begun, its transaction too; then it is stopped until its lease is over. */
    @Test
    void aVerdictThatIsStoppedInTheMiddleIsRefusedByItsLastStatement() {
        Shards replica = replica("first");
        claim(replica);
        stage.clock.advance(health.grace());
        Health.Unheard suspect = suspect();
        Evidence evidence = new Case(suspect.suspicion(), of(replica)).evidence(suspect.suspicion());
        verdicts.readZones(stage.clock.instant());
        Mandate mandate = of(replica);
        Instant now = stage.clock.instant().plusSeconds(1);
        stage.jdbc
                .sql("INSERT INTO guard_pace (id, tokens, at) VALUES (1, 6, to_timestamp(0)) ON CONFLICT DO NOTHING")
                .update();

        CompletableFuture<Void> verdict = transactions.execute(status -> {
            stage.jdbc
                    .sql("SELECT id FROM guard_pace FOR UPDATE")
                    .query(Integer.class)
                    .single();
            CompletableFuture<Void> begun =
                    CompletableFuture.runAsync(() -> verdicts.on(suspect, evidence, mandate, now));
            await().atMost(Duration.ofSeconds(30)).until(this::somebodyWaitsForThePace);
            stage.jdbc
                    .sql("UPDATE examination_shards SET until = clock_timestamp() WHERE owner = 'first'")
                    .update();
            return begun;
        });
        verdict.join();

        assertThat(stage.health()).isInstanceOf(Health.Suspect.class);
        assertThat(stage.told()).isEmpty();
        assertThat(stage.jdbc
                        .sql("SELECT at FROM guard_pace")
                        .query((row, n) -> row.getTimestamp(1).toInstant())
                        .single())
                .as("nothing was spent")
                .isEqualTo(Instant.EPOCH);
    }

    private boolean somebodyWaitsForThePace() {
        return stage.jdbc.sql("""
                                SELECT count(*) FROM pg_stat_activity
                                 WHERE datname = current_database() AND wait_event_type = 'Lock'
                                   AND query LIKE '%guard_pace%'
                                """).query(Integer.class).single() == 1;
    }

    @Test
    void aPlacementHasTheSameShardHereAndInTheDatabase() {
        Ids ids = Ids.secure(InstantSource.system());
        for (int i = 0; i < 64; i++) {
            PlacementId placement = ids.next(PlacementId::new);
            assertThat(stage.jdbc
                            .sql("SELECT get_byte(uuid_send(:id), 15) % 16")
                            .param("id", placement.value())
                            .query(Integer.class)
                            .single())
                    .isEqualTo(Mandate.shardOf(placement));
        }
    }

    @Test
    void theAgeOfTheLastPassIsKnownForEveryShard() {
        Shards replica = replica("first");
        claim(replica);
        stage.jdbc
                .sql("UPDATE examination_shards SET passed_at = clock_timestamp() - interval '1 hour'")
                .update();
        var ages = meters.find("dumont.examination.shard.age").gauges();
        assertThat(ages).hasSize(16).allSatisfy(age -> assertThat(age.value()).isGreaterThanOrEqualTo(3_600));

        replica.passed();

        assertThat(ages).allSatisfy(age -> assertThat(age.value()).isBetween(0.0, 3_599.0));
    }
}
