package cloud.dumont.instances.failover;

import cloud.dumont.events.Envelope;
import cloud.dumont.events.EventJson;
import cloud.dumont.events.FailoverEvent;
import cloud.dumont.kernel.InstanceId;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What others were told of a machine's moves, in order. */
final class Told {
    private final JdbcClient jdbc;

    Told(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    List<Envelope> envelopes(InstanceId machine) {
        return jdbc
                .sql(
                        "SELECT payload::text FROM outbox WHERE key = :key AND payload->>'type' LIKE 'failover.%' ORDER BY id")
                .param("key", machine.text())
                .query(String.class)
                .list()
                .stream()
                .map(EventJson::read)
                .toList();
    }

    <E extends FailoverEvent> List<E> all(InstanceId machine, Class<E> type) {
        return envelopes(machine).stream()
                .map(Envelope::data)
                .filter(type::isInstance)
                .map(type::cast)
                .toList();
    }

    <E extends FailoverEvent> E only(InstanceId machine, Class<E> type) {
        List<E> all = all(machine, type);
        if (all.size() != 1) {
            throw new AssertionError(type.getSimpleName() + " was told " + all.size() + " times: " + all);
        }
        return all.getFirst();
    }
}
