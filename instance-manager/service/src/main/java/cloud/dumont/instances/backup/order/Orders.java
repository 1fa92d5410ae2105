package cloud.dumont.instances.backup.order;

import static cloud.dumont.instances.backup.Times.at;
import static cloud.dumont.instances.backup.Times.instant;

import cloud.dumont.kernel.ActionId;
import cloud.dumont.kernel.BackupId;
import cloud.dumont.kernel.Epoch;
import cloud.dumont.kernel.InstanceId;
import cloud.dumont.kernel.PlacementId;
import cloud.dumont.kernel.UserId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** All orders. Whoever ends one holds its machine's row, so an order ends once. */
@Repository
public class Orders {
    private static final String COLUMNS = """
            SELECT id, instance_id, placement_id, epoch, kind, state, description, action_id, created_at, deadline_at, backup_id,
                   error_code, error_detail, COALESCE(unsaved_bytes, 0) AS unsaved_bytes
              FROM backup_orders
            """;
    private final JdbcClient jdbc;

    public Orders(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    public void insert(Order order, UserId user) {
        ActionId action = order.action();
        jdbc.sql("""
                        INSERT INTO backup_orders (id, instance_id, user_id, placement_id, epoch, kind, state, description, action_id,
                                                   created_at, deadline_at)
                        VALUES (:id, :instance, :user, :placement, :epoch, :kind, 'open', :description, :action, :now, :deadline)
                        """)
                .param("id", order.id().value())
                .param("instance", order.instance().value())
                .param("user", user.value())
                .param("placement", order.placement().value())
                .param("epoch", order.epoch().value())
                .param("kind", order.kind().word())
                .param("description", order.description(), Types.VARCHAR)
                .param("action", action == null ? null : action.value(), Types.OTHER)
                .param("now", at(order.createdAt()))
                .param("deadline", at(order.deadline()))
                .update();
    }

    public Optional<Order> find(OrderId id) {
        return jdbc.sql(COLUMNS + " WHERE id = :id")
                .param("id", id.value())
                .query(Orders::row)
                .optional();
    }

    /** In the order in which they were given. */
    public List<Order> open(InstanceId instance) {
        return jdbc.sql(COLUMNS + " WHERE instance_id = :instance AND state = 'open' ORDER BY created_at, id")
                .param("instance", instance.value())
                .query(Orders::row)
                .list();
    }

    public List<Order> overdue(Order.Kind kind, Instant now) {
        return jdbc.sql(COLUMNS + " WHERE state = 'open' AND kind = :kind AND deadline_at < :now")
                .param("kind", kind.word())
                .param("now", at(now))
                .query(Orders::row)
                .list();
    }

    /** @return false when it had ended already */
    public boolean done(OrderId id, BackupId backup, Instant now) {
        return jdbc.sql("""
                        UPDATE backup_orders SET state = 'done', backup_id = :backup, ended_at = :now
                         WHERE id = :id AND state = 'open'
                        """)
                        .param("backup", backup.value())
                        .param("now", at(now))
                        .param("id", id.value())
                        .update()
                == 1;
    }

    /** @return false when it had ended already */
    public boolean failed(OrderId id, String code, @Nullable String detail, long unsavedBytes, Instant now) {
        return jdbc.sql("""
                        UPDATE backup_orders
                           SET state = 'failed', error_code = :code, error_detail = :detail, unsaved_bytes = :unsaved, ended_at = :now
                         WHERE id = :id AND state = 'open'
                        """)
                        .param("code", code)
                        .param("detail", detail, Types.VARCHAR)
                        .param("unsaved", unsavedBytes)
                        .param("now", at(now))
                        .param("id", id.value())
                        .update()
                == 1;
    }

    public boolean cancelled(OrderId id, Instant now) {
        return jdbc.sql(
                                "UPDATE backup_orders SET state = 'cancelled', ended_at = :now WHERE id = :id AND state = 'open'")
                        .param("now", at(now))
                        .param("id", id.value())
                        .update()
                == 1;
    }

    private static Order row(ResultSet row, int number) throws SQLException {
        UUID action = row.getObject("action_id", UUID.class);
        UUID backup = row.getObject("backup_id", UUID.class);
        return new Order(
                new OrderId(row.getObject("id", UUID.class)),
                new InstanceId(row.getObject("instance_id", UUID.class)),
                new PlacementId(row.getObject("placement_id", UUID.class)),
                new Epoch(row.getLong("epoch")),
                Order.Kind.valueOf(row.getString("kind").toUpperCase(Locale.ROOT)),
                Order.State.valueOf(row.getString("state").toUpperCase(Locale.ROOT)),
                row.getString("description"),
                action == null ? null : new ActionId(action),
                instant(row, "created_at"),
                instant(row, "deadline_at"),
                backup == null ? null : new BackupId(backup),
                row.getString("error_code"),
                row.getString("error_detail"),
                row.getLong("unsaved_bytes"));
    }
}
