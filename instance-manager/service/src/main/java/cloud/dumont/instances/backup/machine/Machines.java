package cloud.dumont.instances.backup.machine;

import cloud.dumont.instances.backup.BackupRefusal;
import cloud.dumont.kernel.Epoch;
import cloud.dumont.kernel.InstanceId;
import cloud.dumont.kernel.PlacementId;
import cloud.dumont.kernel.UserId;
import cloud.dumont.web.problem.CommonRefusal;
import cloud.dumont.web.problem.RefusedException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Looks at machines; nothing here changes one. */
@Repository
public class Machines {
    private static final String COLUMNS = """
            SELECT i.id, i.user_id, i.name, i.status, i.epoch, i.serving_placement, (i.spec->>'disk_gb')::int AS disk_gb,
                   i.destroyed_at IS NOT NULL AS destroyed, i.version
            """;
    private final JdbcClient jdbc;

    public Machines(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    public Optional<Machine> find(InstanceId id) {
        return jdbc.sql(COLUMNS + " FROM instances i WHERE i.id = :id")
                .param("id", id.value())
                .query(Machines::row)
                .optional();
    }

    /** @throws RefusedException {@code not_found}, also for somebody else's */
    public Machine own(InstanceId id, UserId user) {
        return find(id).filter(machine -> machine.user().equals(user))
                .orElseThrow(() -> new RefusedException(new CommonRefusal.NotFound()));
    }

    /** Only inside a transaction, until whose end the machine's epoch and box stay what they are. */
    public Machine hold(InstanceId id) {
        return jdbc.sql(COLUMNS + " FROM instances i WHERE i.id = :id FOR SHARE")
                .param("id", id.value())
                .query(Machines::row)
                .single();
    }

    /**
     * The machine that a box speaks for, as of now.
     *
     * @throws RefusedException {@code not_found}, {@code stale_epoch}, {@code not_serving}
     */
    public Machine of(PlacementId placement, Epoch epoch) {
        return checked(
                jdbc.sql(COLUMNS
                                + " FROM instances i JOIN placements p ON p.instance_id = i.id WHERE p.id = :placement")
                        .param("placement", placement.value())
                        .query(Machines::row)
                        .optional(),
                placement,
                epoch);
    }

    /** As {@link #of}, and it stays so until the transaction's end. */
    public Machine holdOf(PlacementId placement, Epoch epoch) {
        return checked(
                jdbc.sql(COLUMNS + """
                                 FROM instances i JOIN placements p ON p.instance_id = i.id
                                WHERE p.id = :placement FOR SHARE OF i
                                """)
                        .param("placement", placement.value())
                        .query(Machines::row)
                        .optional(),
                placement,
                epoch);
    }

    private static Machine checked(Optional<Machine> found, PlacementId placement, Epoch epoch) {
        Machine machine = found.orElseThrow(() -> new RefusedException(new CommonRefusal.NotFound()));
        if (epoch.isBefore(machine.epoch())) {
            throw new RefusedException(new BackupRefusal.StaleEpoch());
        }
        // A later epoch is that of a box which waits to take over.
        if (!machine.epoch().equals(epoch) || !machine.isServedBy(placement)) {
            throw new RefusedException(new BackupRefusal.NotServing());
        }
        return machine;
    }

    private static Machine row(ResultSet row, int number) throws SQLException {
        UUID serving = row.getObject("serving_placement", UUID.class);
        return new Machine(
                new InstanceId(row.getObject("id", UUID.class)),
                new UserId(row.getObject("user_id", UUID.class)),
                row.getString("name"),
                row.getString("status"),
                new Epoch(row.getLong("epoch")),
                serving == null ? null : new PlacementId(serving),
                row.getInt("disk_gb"),
                row.getBoolean("destroyed"),
                row.getLong("version"));
    }
}
