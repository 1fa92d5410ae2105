package cloud.dumont.instances.reclaim;

import cloud.dumont.instances.worklist.Queue;
import cloud.dumont.instances.worklist.Worklist;
import cloud.dumont.kernel.HourlyPrice;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Everything that has to go. A row is written in the transaction that gives the box up. */
@Repository
public class Reclaims {
    private static final String THIS = " WHERE vendor = :vendor AND vendor_account = :account AND vendor_ref = :ref";
    private final JdbcClient jdbc;
    private final Worklist worklist;

    Reclaims(JdbcClient jdbc, Worklist worklist) {
        this.jdbc = jdbc;
        this.worklist = worklist;
    }

    /** Somebody decided that the box goes: it is killed without further questions. Repeating changes nothing. */
    public void want(BoxRef box, @Nullable String label, String reason, @Nullable HourlyPrice cost, Instant now) {
        want(box, label, reason, cost, null, now);
    }

    /** @param killAfter it is kept until then; null: it goes at once, also one that was to be kept */
    public void want(
            BoxRef box,
            @Nullable String label,
            String reason,
            @Nullable HourlyPrice cost,
            @Nullable Instant killAfter,
            Instant now) {
        on("""
                        INSERT INTO reclaims (vendor, vendor_account, vendor_ref, label, reason, approved_at, first_seen_at,
                               last_seen_at, cost_nanos_h, kill_after)
                        VALUES (:vendor, :account, :ref, :label, :reason, :now, :now, :now, :cost, :killAfter)
                        ON CONFLICT (vendor, vendor_account, vendor_ref)
                        DO UPDATE SET approved_at = COALESCE(reclaims.approved_at, excluded.approved_at),
                               kill_after = excluded.kill_after
                        """, box)
                .param(
                        "killAfter",
                        killAfter == null ? null : killAfter.atOffset(ZoneOffset.UTC),
                        Types.TIMESTAMP_WITH_TIMEZONE)
                .param("label", label, Types.VARCHAR)
                .param("reason", reason)
                .param("now", now.atOffset(ZoneOffset.UTC))
                .param("cost", cost == null ? null : cost.nanos(), Types.BIGINT)
                .update();
        worklist.wakeAfterCommit(Queue.RECLAIM, box.key());
    }

    /** It goes at once, if it was kept. */
    public void keepNoLonger(BoxRef box) {
        on("UPDATE reclaims SET kill_after = NULL" + THIS + " AND gone_at IS NULL", box)
                .update();
        worklist.wakeAfterCommit(Queue.RECLAIM, box.key());
    }

    /** The vendor has something with our label that no row of ours needs. */
    void sighted(BoxRef box, String label, @Nullable HourlyPrice cost, Instant now) {
        on("""
                        INSERT INTO reclaims (vendor, vendor_account, vendor_ref, label, reason, first_seen_at, last_seen_at,
                               cost_nanos_h)
                        VALUES (:vendor, :account, :ref, :label, 'orphan', :now, :now, :cost)
                        ON CONFLICT (vendor, vendor_account, vendor_ref)
                        DO UPDATE SET sightings = reclaims.sightings + 1, last_seen_at = excluded.last_seen_at,
                               kill_sent_at = CASE WHEN reclaims.gone_at IS NULL THEN reclaims.kill_sent_at END,
                               gone_at = NULL
                        """, box)
                .param("label", label)
                .param("now", now.atOffset(ZoneOffset.UTC))
                .param("cost", cost == null ? null : cost.nanos(), Types.BIGINT)
                .update();
    }

    /** From now on it may be killed; wakes the work in any case. */
    void approve(BoxRef box, Instant now) {
        on("UPDATE reclaims SET approved_at = :now" + THIS + " AND approved_at IS NULL", box)
                .param("now", now.atOffset(ZoneOffset.UTC))
                .update();
        worklist.wake(Queue.RECLAIM, box.key());
    }

    /** It turned out to be ours and needed after all. */
    void dismiss(BoxRef box) {
        on("DELETE FROM reclaims" + THIS + " AND approved_at IS NULL", box).update();
    }

    int orphansApprovedSince(String vendor, Instant from) {
        return jdbc.sql(
                        "SELECT count(*) FROM reclaims WHERE vendor = :vendor AND reason = 'orphan' AND approved_at >= :from")
                .param("vendor", vendor)
                .param("from", from.atOffset(ZoneOffset.UTC))
                .query(Integer.class)
                .single();
    }

    public Optional<Reclaim> find(BoxRef box) {
        return on("SELECT * FROM reclaims" + THIS, box).query(Reclaims::row).optional();
    }

    /** Wakes whatever is not done and not scheduled. */
    public void sweep() {
        open().stream()
                .filter(reclaim -> reclaim.approvedAt() != null)
                .forEach(reclaim -> worklist.ensure(Queue.RECLAIM, reclaim.box().key()));
    }

    List<Reclaim> open() {
        return jdbc.sql("SELECT * FROM reclaims WHERE gone_at IS NULL ORDER BY first_seen_at")
                .query(Reclaims::row)
                .list();
    }

    void killSent(BoxRef box, Instant now) {
        on(
                        "UPDATE reclaims SET kill_sent_at = :now, attempts = attempts + 1, last_error = NULL, misses = 0"
                                + THIS,
                        box)
                .param("now", now.atOffset(ZoneOffset.UTC))
                .update();
    }

    void failed(BoxRef box, String error) {
        on("UPDATE reclaims SET attempts = attempts + 1, last_error = :error" + THIS, box)
                .param("error", error)
                .update();
    }

    void seenAgain(BoxRef box, Instant now) {
        on("UPDATE reclaims SET misses = 0, last_seen_at = :now" + THIS, box)
                .param("now", now.atOffset(ZoneOffset.UTC))
                .update();
    }

    int missed(BoxRef box) {
        return on("UPDATE reclaims SET misses = misses + 1" + THIS + " RETURNING misses", box)
                .query(Integer.class)
                .single();
    }

    /** @return whether it was not gone before */
    boolean gone(BoxRef box, Instant now) {
        return on("UPDATE reclaims SET gone_at = :now" + THIS + " AND gone_at IS NULL", box)
                        .param("now", now.atOffset(ZoneOffset.UTC))
                        .update()
                == 1;
    }

    private JdbcClient.StatementSpec on(String sql, BoxRef box) {
        return jdbc.sql(sql)
                .param("vendor", box.vendor())
                .param("account", box.account())
                .param("ref", box.ref());
    }

    private static Reclaim row(ResultSet row, int number) throws SQLException {
        return new Reclaim(
                new BoxRef(row.getString("vendor"), row.getString("vendor_account"), row.getString("vendor_ref")),
                row.getString("label"),
                row.getString("reason"),
                instant(row, "approved_at"),
                instant(row, "kill_after"),
                row.getInt("sightings"),
                row.getObject("first_seen_at", OffsetDateTime.class).toInstant(),
                row.getObject("last_seen_at", OffsetDateTime.class).toInstant(),
                instant(row, "kill_sent_at"),
                row.getInt("attempts"),
                row.getInt("misses"),
                instant(row, "gone_at"));
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime value = row.getObject(column, OffsetDateTime.class);
        return value == null ? null : value.toInstant();
    }
}
