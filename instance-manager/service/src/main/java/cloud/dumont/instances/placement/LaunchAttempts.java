package cloud.dumont.instances.placement;

import cloud.dumont.kernel.AttemptId;
import cloud.dumont.kernel.HourlyPrice;
import cloud.dumont.kernel.InstanceId;
import cloud.dumont.kernel.OfferId;
import cloud.dumont.kernel.PlacementId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** All tries. A try is settled once: whoever comes second finds it settled. */
@Repository
public class LaunchAttempts {
    private final JdbcClient jdbc;

    LaunchAttempts(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    public void intend(LaunchAttempt attempt) {
        jdbc.sql("""
                        INSERT INTO launch_attempts (id, placement_id, n, offer_id, offer_ref, vendor, gpu_id, host_ref,
                               label, quoted_cost_nanos_h, state, sent_at, settle_deadline)
                        VALUES (:id, :placement, :n, :offer, :ref, :vendor, :gpu, :host, :label, :cost, 'sent', :sent, :deadline)
                        """)
                .param("id", attempt.id().value())
                .param("placement", attempt.placement().value())
                .param("n", attempt.n())
                .param("offer", attempt.offer().value())
                .param("ref", attempt.offerRef())
                .param("vendor", attempt.vendor())
                .param("gpu", attempt.gpu())
                .param("host", attempt.hostRef())
                .param("label", attempt.label())
                .param("cost", attempt.quotedCost().nanos())
                .param("sent", attempt.sentAt().atOffset(ZoneOffset.UTC))
                .param("deadline", attempt.settleDeadline().atOffset(ZoneOffset.UTC))
                .update();
    }

    public Optional<LaunchAttempt> last(PlacementId placement) {
        return jdbc.sql("SELECT * FROM launch_attempts WHERE placement_id = :placement ORDER BY n DESC LIMIT 1")
                .param("placement", placement.value())
                .query(LaunchAttempts::row)
                .optional();
    }

    /** Those that are not settled though their placement was given up, oldest first. */
    public List<LaunchAttempt> left() {
        return jdbc.sql("""
                        SELECT a.* FROM launch_attempts a JOIN placements p ON p.id = a.placement_id
                         WHERE a.state IN ('sent', 'unknown') AND p.state IN ('destroying', 'gone')
                         ORDER BY a.sent_at, a.id
                        """).query(LaunchAttempts::row).list();
    }

    public Optional<LaunchAttempt> byLabel(String label) {
        return jdbc.sql("SELECT * FROM launch_attempts WHERE label = :label")
                .param("label", label)
                .query(LaunchAttempts::row)
                .optional();
    }

    /** Oldest first. */
    public List<LaunchAttempt> of(InstanceId instance) {
        return jdbc.sql("""
                        SELECT a.* FROM launch_attempts a JOIN placements p ON p.id = a.placement_id
                         WHERE p.instance_id = :instance ORDER BY p.epoch, a.n
                        """)
                .param("instance", instance.value())
                .query(LaunchAttempts::row)
                .list();
    }

    /** @return false when it is settled already; nothing changes then */
    public boolean settle(
            AttemptId id,
            LaunchAttempt.State outcome,
            @Nullable String vendorRef,
            @Nullable String code,
            @Nullable String detail,
            Instant now) {
        return jdbc.sql("""
                        UPDATE launch_attempts SET state = :state, vendor_ref = :ref, error_code = :code,
                               error_detail = :detail, settled_at = :now
                         WHERE id = :id AND state IN ('sent', 'unknown')
                        """)
                        .param("state", outcome.word())
                        .param("ref", vendorRef, Types.VARCHAR)
                        .param("code", code, Types.VARCHAR)
                        .param("detail", detail, Types.VARCHAR)
                        .param("now", now.atOffset(ZoneOffset.UTC))
                        .param("id", id.value())
                        .update()
                == 1;
    }

    /** The answer is lost; from now on the vendor's list is asked. */
    public void lost(AttemptId id, String code, String detail, Instant settleDeadline) {
        jdbc.sql("""
                        UPDATE launch_attempts SET state = 'unknown', error_code = :code, error_detail = :detail,
                               settle_deadline = :deadline
                         WHERE id = :id AND state = 'sent'
                        """)
                .param("code", code)
                .param("detail", detail)
                .param("deadline", settleDeadline.atOffset(ZoneOffset.UTC))
                .param("id", id.value())
                .update();
    }

    /** @return how many complete listings have not shown it, this one included */
    public int missed(AttemptId id) {
        return jdbc.sql("UPDATE launch_attempts SET listings = listings + 1 WHERE id = :id RETURNING listings")
                .param("id", id.value())
                .query(Integer.class)
                .single();
    }

    private static LaunchAttempt row(ResultSet row, int number) throws SQLException {
        OffsetDateTime settled = row.getObject("settled_at", OffsetDateTime.class);
        return new LaunchAttempt(
                new AttemptId(row.getObject("id", UUID.class)),
                new PlacementId(row.getObject("placement_id", UUID.class)),
                row.getInt("n"),
                new OfferId(row.getObject("offer_id", UUID.class)),
                row.getString("offer_ref"),
                row.getString("vendor"),
                row.getString("gpu_id"),
                row.getString("host_ref"),
                row.getString("label"),
                HourlyPrice.ofNanos(row.getLong("quoted_cost_nanos_h")),
                LaunchAttempt.State.valueOf(row.getString("state").toUpperCase(Locale.ROOT)),
                row.getString("vendor_ref"),
                row.getString("error_code"),
                row.getString("error_detail"),
                row.getInt("listings"),
                row.getObject("sent_at", OffsetDateTime.class).toInstant(),
                settled == null ? null : settled.toInstant(),
                row.getObject("settle_deadline", OffsetDateTime.class).toInstant());
    }
}
