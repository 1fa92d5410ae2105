package cloud.dumont.instances.backup;

import cloud.dumont.agent.protocol.AgentJson;
import cloud.dumont.agent.protocol.backup.BackupReading;
import cloud.dumont.kernel.InstanceId;
import cloud.dumont.kernel.PlacementId;
import java.time.Instant;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** What each machine's agent said last about its backup. */
@Repository
public class BackupReadings {
    private final JdbcClient jdbc;

    BackupReadings(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** @param at when it was heard, by the platform's clock */
    public record Heard(PlacementId placement, Instant at, BackupReading reading) {}

    /** Only what the machine's own box says counts: one that waits, or only rehearses, has saved nothing. Older news changes nothing. */
    public void keep(PlacementId placement, long epoch, Instant at, BackupReading reading) {
        jdbc.sql("""
                        INSERT INTO backup_readings (instance_id, placement_id, epoch, at, reading)
                        SELECT i.id, i.serving_placement, :epoch, :at, CAST(:reading AS jsonb)
                          FROM instances i WHERE i.serving_placement = :placement
                        ON CONFLICT (instance_id) DO UPDATE
                           SET placement_id = excluded.placement_id, epoch = excluded.epoch, at = excluded.at,
                               reading = excluded.reading
                         WHERE backup_readings.placement_id <> excluded.placement_id OR backup_readings.at < excluded.at
                        """)
                .param("epoch", epoch)
                .param("at", Times.at(at))
                .param("reading", AgentJson.mapper().writeValueAsString(reading))
                .param("placement", placement.value())
                .update();
    }

    public Optional<Heard> newest(InstanceId instance) {
        return jdbc.sql(
                        "SELECT placement_id, at, reading::text AS reading FROM backup_readings WHERE instance_id = :instance")
                .param("instance", instance.value())
                .query((row, number) -> new Heard(
                        new PlacementId(row.getObject("placement_id", java.util.UUID.class)),
                        Times.instant(row, "at"),
                        AgentJson.mapper().readValue(row.getString("reading"), BackupReading.class)))
                .optional();
    }
}
