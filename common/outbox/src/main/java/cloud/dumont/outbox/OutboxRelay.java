package cloud.dumont.outbox;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.data.redis.connection.stream.StreamRecords;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Carries committed facts to Redis Streams. Rows are found by "not sent yet", never by a cursor: sequence values are given
 * out before commit, so a cursor would pass over a late committer for ever. A shard of keys belongs to one relay at a time,
 * which keeps the order per key; two at once by accident only send twice.
 */
final class OutboxRelay implements SmartLifecycle {
    private static final Logger log = LoggerFactory.getLogger(OutboxRelay.class);
    private static final int BATCH = 200;
    private static final long STREAM_LENGTH = 1_000_000;

    private final JdbcClient jdbc;
    private final StringRedisTemplate redis;
    private final RelaySignal signal;
    private final OutboxConfig config;
    private final String marker;
    private final String owner = UUID.randomUUID().toString();
    private volatile boolean running;
    private volatile Thread worker = Thread.currentThread();
    private long housekeptAt;

    OutboxRelay(JdbcClient jdbc, StringRedisTemplate redis, RelaySignal signal, OutboxConfig config, String service) {
        this.jdbc = jdbc;
        this.redis = redis;
        this.signal = signal;
        this.config = config;
        this.marker = "outbox:" + service + ":sent-before";
    }

    @Override
    public void start() {
        running = true;
        worker = Thread.ofVirtual().name("outbox-relay").start(this::run);
    }

    @Override
    public void stop() {
        running = false;
        worker.interrupt();
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    private void run() {
        while (running) {
            try {
                resendIfRedisBeganAnew();
                List<Integer> shards = lease();
                while (running && relay(shards) == BATCH) {
                    lease();
                }
                housekeep();
                signal.await(config.poll());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            } catch (RuntimeException e) {
                log.warn("facts wait: the relay cannot reach the database or Redis", e);
                pause();
            }
        }
    }

    private void pause() {
        try {
            Thread.sleep(config.poll());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            running = false;
        }
    }

    private List<Integer> lease() {
        return jdbc.sql("""
                        UPDATE outbox_leases
                           SET fence = fence + CASE WHEN owner = :me THEN 0 ELSE 1 END, owner = :me,
                               until = now() + make_interval(secs => :lease)
                         WHERE owner = :me OR until < now()
                        RETURNING shard
                        """)
                .param("me", owner)
                .param("lease", config.lease().toMillis() / 1000.0)
                .query(Integer.class)
                .list();
    }

    private record Row(long id, String stream, String payload) {}

    /** @return how many were sent */
    @SuppressWarnings("NullAway") // a pipelined callback has to return null
    private int relay(List<Integer> shards) {
        if (shards.isEmpty()) {
            return 0;
        }
        List<Row> rows = jdbc.sql("""
                        SELECT id, stream, payload::text AS payload FROM outbox
                         WHERE sent_at IS NULL AND shard IN (:shards) ORDER BY id LIMIT :batch
                        """)
                .param("shards", shards)
                .param("batch", BATCH)
                .query(Row.class)
                .list();
        if (rows.isEmpty()) {
            return 0;
        }
        redis.executePipelined((org.springframework.data.redis.core.RedisCallback<Object>) connection -> {
            for (Row row : rows) {
                connection
                        .streamCommands()
                        .xAdd(
                                StreamRecords.rawBytes(java.util.Map.of(bytes("e"), bytes(row.payload())))
                                        .withStreamKey(bytes(row.stream())),
                                org.springframework.data.redis.connection.RedisStreamCommands.XAddOptions.maxlen(
                                                STREAM_LENGTH)
                                        .approximateTrimming(true));
            }
            return null;
        });
        jdbc.sql("UPDATE outbox SET sent_at = now() WHERE id IN (:ids)")
                .param("ids", rows.stream().map(Row::id).toList())
                .update();
        return rows.size();
    }

    /**
     * A Redis that began anew may have lost what it was sent last, or everything: what was sent lately is sent again,
     * inboxes drop what they have.
     */
    private void resendIfRedisBeganAnew() {
        String run = redisRun();
        if (run.equals(redis.opsForValue().get(marker))) {
            return;
        }
        int again = jdbc.sql("""
                        UPDATE outbox SET sent_at = NULL
                         WHERE sent_at IS NOT NULL AND created_at > now() - make_interval(secs => :window)
                        """)
                .param("window", (double) config.replayWindow().toSeconds())
                .update();
        redis.opsForValue().set(marker, run);
        if (again > 0) {
            log.atWarn().addKeyValue("facts", again).log("Redis began anew: recent facts are sent again");
        }
    }

    /** Changes at every start of the Redis server. */
    private String redisRun() {
        java.util.Properties server =
                redis.execute((org.springframework.data.redis.core.RedisCallback<java.util.Properties>)
                        connection -> connection.serverCommands().info("server"));
        return server == null ? "" : server.getProperty("run_id", "");
    }

    private void housekeep() {
        long now = System.nanoTime();
        if (housekeptAt != 0 && now - housekeptAt < Duration.ofMinutes(10).toNanos()) {
            return;
        }
        housekeptAt = now;
        jdbc.sql("DELETE FROM outbox WHERE sent_at < now() - make_interval(secs => :keep)")
                .param("keep", (double) config.keepSent().toSeconds())
                .update();
        jdbc.sql("DELETE FROM inbox WHERE at < now() - interval '32 days'").update();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(java.nio.charset.StandardCharsets.UTF_8);
    }
}
