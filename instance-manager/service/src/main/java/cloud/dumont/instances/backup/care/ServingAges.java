package cloud.dumont.instances.backup.care;

import static cloud.dumont.instances.backup.Times.instant;
import static cloud.dumont.instances.backup.Times.instantOrNull;

import cloud.dumont.agent.protocol.AgentJson;
import cloud.dumont.agent.protocol.backup.BackupReading;
import cloud.dumont.kernel.InstanceId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** How old the newest saved state of each running machine is that is to be backed up. */
@Repository
class ServingAges {
    private static final String RESTORING = "restoring";
    private final JdbcClient jdbc;

    ServingAges(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    record Age(InstanceId instance, Duration age) {}

    List<Age> all(Instant now) {
        return jdbc.sql("""
                        SELECT i.id, p.serving_from, r.at, r.reading::text AS reading,
                               (SELECT max(b.frozen_at) FROM backups b
                                 WHERE b.instance_id = i.id AND b.epoch = i.epoch AND b.complete) AS saved_at
                          FROM instances i
                          JOIN placements p ON p.id = i.serving_placement
                          JOIN backup_workspaces w ON w.instance_id = i.id
                          LEFT JOIN backup_readings r ON r.instance_id = i.id AND r.epoch = i.epoch
                         WHERE i.status = 'running' AND p.serving_from IS NOT NULL AND w.erased_at IS NULL
                           AND (w.policy->>'enabled')::boolean
                        """).query((row, number) -> age(row, now)).list().stream()
                .flatMap(Optional::stream)
                .toList();
    }

    /** Empty while the machine's files are still being brought back: they are saved where they come from. */
    private static Optional<Age> age(ResultSet row, Instant now) throws SQLException {
        InstanceId instance = new InstanceId(row.getObject("id", UUID.class));
        String text = row.getString("reading");
        BackupReading reading = text == null ? null : AgentJson.mapper().readValue(text, BackupReading.class);
        if (reading != null && reading.state().equals(RESTORING)) {
            return Optional.empty();
        }
        Instant saved = newer(instantOrNull(row, "saved_at"), instant(row, "serving_from"));
        Long ago = reading == null ? null : reading.protectedAgoMillis();
        if (ago != null) {
            saved = newer(saved, instant(row, "at").minusMillis(ago));
        }
        Duration age = Duration.between(saved, now);
        return Optional.of(new Age(instance, age.isNegative() ? Duration.ZERO : age));
    }

    private static Instant newer(@Nullable Instant one, Instant other) {
        return one == null || one.isBefore(other) ? other : one;
    }
}
