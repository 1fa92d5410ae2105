package cloud.dumont.outbox;

import cloud.dumont.events.Envelope;
import cloud.dumont.events.EventFamily;
import cloud.dumont.events.EventJson;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** What becomes of one delivered record: applied once, tried again, or put aside as a dead letter. */
final class Deliveries {
    private static final Logger log = LoggerFactory.getLogger(Deliveries.class);
    private final String group;
    private final JdbcClient jdbc;
    private final StringRedisTemplate redis;
    private final TransactionTemplate transactions;
    private final OutboxConfig config;
    private final MeterRegistry meters;

    Deliveries(
            String group,
            JdbcClient jdbc,
            StringRedisTemplate redis,
            TransactionTemplate transactions,
            OutboxConfig config,
            MeterRegistry meters) {
        this.group = group;
        this.jdbc = jdbc;
        this.redis = redis;
        this.transactions = transactions;
        this.config = config;
        this.meters = meters;
    }

    StringRedisTemplate redis() {
        return redis;
    }

    OutboxConfig config() {
        return config;
    }

    String group() {
        return group;
    }

    /** @return whether the record may be acknowledged */
    boolean deliver(EventFamily family, String recordId, String payload, long deliveries, FactHandler handler) {
        try {
            Envelope fact = EventJson.read(payload);
            transactions.executeWithoutResult(status -> {
                if (isNew(fact)) {
                    handler.apply(fact);
                }
            });
            count("applied");
            return true;
        } catch (RuntimeException e) {
            count("failed");
            if (deliveries < config.maxDeliveries()) {
                log.atWarn()
                        .addKeyValue("consumer", group)
                        .addKeyValue("record", recordId)
                        .addKeyValue("deliveries", deliveries)
                        .setCause(e)
                        .log("fact could not be applied, it will come again");
                return false;
            }
            bury(family, recordId, payload, deliveries, e);
            return true;
        }
    }

    private boolean isNew(Envelope fact) {
        return jdbc.sql("INSERT INTO inbox (consumer, event_id) VALUES (:consumer, :event) ON CONFLICT DO NOTHING")
                        .param("consumer", group)
                        .param("event", fact.id().value())
                        .update()
                == 1;
    }

    private void bury(EventFamily family, String recordId, String payload, long deliveries, RuntimeException e) {
        log.atError()
                .addKeyValue("consumer", group)
                .addKeyValue("record", recordId)
                .setCause(e)
                .log("fact is a dead letter");
        jdbc.sql("""
                        INSERT INTO dead_letters (consumer, stream, record_id, payload, error, deliveries)
                        VALUES (:consumer, :stream, :record, :payload, :error, :deliveries) ON CONFLICT DO NOTHING
                        """)
                .param("consumer", group)
                .param("stream", family.stream())
                .param("record", recordId)
                .param("payload", payload)
                .param("error", String.valueOf(e))
                .param("deliveries", deliveries)
                .update();
        redis.opsForStream().add(family.deadLetterStream(), Map.of("e", payload, "consumer", group));
        count("dead");
    }

    private void count(String outcome) {
        meters.counter("dumont.facts.consumed", "consumer", group, "outcome", outcome)
                .increment();
    }
}
