package cloud.dumont.monitoring.machine;

import cloud.dumont.kernel.Epoch;
import cloud.dumont.kernel.InstanceId;
import cloud.dumont.kernel.UserId;
import cloud.dumont.monitoring.instances.InstancesClient;
import cloud.dumont.web.peer.PeerException;
import cloud.dumont.web.problem.CommonRefusal;
import cloud.dumont.web.problem.RefusedException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Remembers whose a machine is. What it has not heard of yet it asks the owner of machines for. */
@Component
public class Machines {
    private final JdbcClient jdbc;
    private final InstancesClient instances;
    private final InstantSource clock;

    public Machines(JdbcClient jdbc, InstancesClient instances, InstantSource clock) {
        this.jdbc = jdbc;
        this.instances = instances;
        this.clock = clock;
    }

    /** Never goes back to an older epoch, whatever order the news comes in. */
    public void remember(Machine machine, Instant now) {
        jdbc.sql("""
                        INSERT INTO machines (instance_id, user_id, name, epoch, updated_at)
                        VALUES (:instance, :user, :name, :epoch, :now)
                        ON CONFLICT (instance_id) DO UPDATE
                           SET name = CASE WHEN excluded.name = '' THEN machines.name ELSE excluded.name END,
                               epoch = greatest(machines.epoch, excluded.epoch), updated_at = excluded.updated_at
                        """)
                .param("instance", machine.instance().value())
                .param("user", machine.user().value())
                .param("name", machine.name())
                .param("epoch", machine.epoch().value())
                .param("now", now.atOffset(ZoneOffset.UTC))
                .update();
    }

    public Optional<Machine> known(InstanceId instance) {
        return jdbc.sql("SELECT instance_id, user_id, name, epoch FROM machines WHERE instance_id = :instance")
                .param("instance", instance.value())
                .query(Machines::read)
                .optional();
    }

    /**
     * The machine, if it is this user's. May call another service: not inside a transaction.
     *
     * @throws RefusedException {@code not_found} also for what belongs to somebody else, {@code maintenance}
     */
    public Machine ownedBy(UserId user, InstanceId instance) {
        return known(instance)
                .or(() -> ask(instance))
                .filter(machine -> machine.user().equals(user))
                .orElseThrow(() -> new RefusedException(new CommonRefusal.NotFound()));
    }

    private Optional<Machine> ask(InstanceId instance) {
        try {
            Optional<Machine> found = instances
                    .find(instance)
                    .map(facts -> new Machine(instance, facts.user(), facts.name(), facts.epoch()));
            found.ifPresent(machine -> remember(machine, clock.instant()));
            return found;
        } catch (PeerException e) {
            throw new RefusedException(new CommonRefusal.Unavailable("machines"));
        }
    }

    private static Machine read(ResultSet row, int n) throws SQLException {
        return new Machine(
                new InstanceId(row.getObject("instance_id", UUID.class)),
                new UserId(row.getObject("user_id", UUID.class)),
                row.getString("name"),
                new Epoch(row.getLong("epoch")));
    }
}
