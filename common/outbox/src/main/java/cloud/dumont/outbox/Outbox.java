package cloud.dumont.outbox;

import cloud.dumont.events.Envelope;
import cloud.dumont.events.EventJson;
import cloud.dumont.events.EventTypes;
import cloud.dumont.kernel.EventId;
import cloud.dumont.kernel.Ids;
import java.time.Instant;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Where facts are written together with the state they tell of: call it inside the transaction of the change. Committed
 * facts reach Redis Streams at least once, in order per key; rolled-back ones never existed.
 */
public class Outbox {
    static final int SHARDS = 16;

    private final JdbcClient jdbc;
    private final Ids ids;
    private final RelaySignal signal;

    Outbox(JdbcClient jdbc, Ids ids, RelaySignal signal) {
        this.jdbc = jdbc;
        this.ids = ids;
        this.signal = signal;
    }

    /** @throws IllegalStateException outside of a transaction */
    public void append(Instant now, List<Fact> facts) {
        if (!TransactionSynchronizationManager.isActualTransactionActive()) {
            throw new IllegalStateException("facts are appended in the transaction of the change they tell of");
        }
        if (facts.isEmpty()) {
            return;
        }
        facts.forEach(fact -> insert(now, fact));
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCommit() {
                signal.wake();
            }
        });
    }

    public void append(Instant now, Fact fact) {
        append(now, List.of(fact));
    }

    private void insert(Instant now, Fact fact) {
        Envelope envelope = new Envelope(
                ids.next(EventId::new),
                EventTypes.nameOf(fact.data()),
                1,
                now,
                fact.subject(),
                fact.key(),
                fact.keyVersion(),
                fact.epoch(),
                fact.user(),
                fact.actor(),
                fact.cause(),
                fact.data());
        jdbc.sql("""
                        INSERT INTO outbox (event_id, stream, key, key_version, shard, payload)
                        VALUES (:event, :stream, :key, :version, :shard, CAST(:payload AS jsonb))
                        """)
                .param("event", envelope.id().value())
                .param("stream", EventTypes.familyOf(fact.data()).stream())
                .param("key", fact.key())
                .param("version", fact.keyVersion())
                .param("shard", Math.floorMod(fact.key().hashCode(), SHARDS))
                .param("payload", EventJson.write(envelope))
                .update();
    }
}
