package cloud.dumont.monitoring.command;

import cloud.dumont.agent.protocol.Acks;
import cloud.dumont.agent.protocol.Command;
import cloud.dumont.kernel.PlacementId;
import cloud.dumont.monitoring.sse.Wakeups;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** What was asked of boxes. The table is the truth; stream and beat both read it, so a command arrives by either. */
@Component
public class Commands {
    private static final int AT_ONCE = 50;
    private final JdbcClient jdbc;
    private final Wakeups wakeups;

    Commands(JdbcClient jdbc, Wakeups wakeups) {
        this.jdbc = jdbc;
        this.wakeups = wakeups;
    }

    /** Gives the command the placement's next number; the row lock makes numbers commit in order. */
    @Transactional
    public void give(PlacementId placement, Command.Kind kind, Instant now) {
        jdbc.sql("""
                        WITH next AS (UPDATE agents SET last_command = last_command + 1
                                       WHERE placement_id = :placement RETURNING last_command)
                        INSERT INTO commands (placement_id, id, kind, created_at)
                        SELECT :placement, last_command, :kind, :now FROM next
                        """)
                .param("placement", placement.value())
                .param("kind", kind.word())
                .param("now", now.atOffset(ZoneOffset.UTC))
                .update();
        wakeups.callAfterCommit(key(placement));
    }

    /** Those that are neither known to the agent nor settled, in order. */
    public List<Command> after(PlacementId placement, long lastCommand) {
        return jdbc.sql("""
                        SELECT id, kind FROM commands
                         WHERE placement_id = :placement AND id > :last AND acked_at IS NULL ORDER BY id LIMIT :most
                        """)
                .param("placement", placement.value())
                .param("last", lastCommand)
                .param("most", AT_ONCE)
                .query((row, n) -> new Command(row.getLong("id"), Command.Kind.of(row.getString("kind"))))
                .list();
    }

    public void settle(PlacementId placement, Acks.Ack ack, Instant now) {
        jdbc.sql("""
                        UPDATE commands SET acked_at = :now, outcome = :outcome, detail = :detail
                         WHERE placement_id = :placement AND id = :id AND acked_at IS NULL
                        """)
                .param("placement", placement.value())
                .param("id", ack.id())
                .param("outcome", ack.outcome())
                .param("detail", ack.detail())
                .param("now", now.atOffset(ZoneOffset.UTC))
                .update();
    }

    public static String key(PlacementId placement) {
        return placement.text();
    }
}
