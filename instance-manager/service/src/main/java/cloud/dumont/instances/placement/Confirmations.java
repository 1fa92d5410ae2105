package cloud.dumont.instances.placement;

import cloud.dumont.agent.protocol.backup.BackupReading;
import cloud.dumont.kernel.PlacementId;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** When each serving placement was last known to be alive: the end of the paid interval if it is lost. */
@Repository
public class Confirmations {
    private final JdbcClient jdbc;

    Confirmations(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** @param backup what its agent said then about the files it saves */
    public record Confirmation(
            PlacementId placement,
            long epoch,
            Instant at,
            @Nullable BackupReading backup) {
        public Confirmation(PlacementId placement, long epoch, Instant at) {
            this(placement, epoch, at, null);
        }
    }

    /** Never moves a time back nor beyond the database's own now. @return placements whose epoch is over */
    public List<PlacementId> confirm(List<Confirmation> confirmations) {
        List<PlacementId> stale = new ArrayList<>();
        for (Confirmation confirmation : confirmations) {
            int current = jdbc.sql("""
                            UPDATE placements p
                               SET last_confirmed_at = GREATEST(p.last_confirmed_at, LEAST(:at, now()))
                              FROM instances i
                             WHERE p.id = :id AND i.id = p.instance_id AND p.epoch = :epoch AND i.epoch <= p.epoch
                               AND p.state IN ('intended', 'launching', 'booting', 'serving')
                            """)
                    .param("at", OffsetDateTime.ofInstant(confirmation.at(), ZoneOffset.UTC))
                    .param("id", confirmation.placement().value())
                    .param("epoch", confirmation.epoch())
                    .update();
            if (current == 0) {
                stale.add(confirmation.placement());
            }
        }
        return stale;
    }
}
