package cloud.dumont.instances.placement;

import cloud.dumont.events.Actor;
import cloud.dumont.events.PlacementEvent;
import cloud.dumont.kernel.Epoch;
import cloud.dumont.kernel.InstanceId;
import cloud.dumont.kernel.PlacementId;
import cloud.dumont.outbox.Fact;
import cloud.dumont.outbox.Outbox;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** All placements. Whoever changes one holds its machine's row, so changes come one after the other. */
@Repository
public class Placements {
    private final PlacementRepository rows;
    private final JdbcClient jdbc;
    private final Outbox outbox;

    Placements(PlacementRepository rows, JdbcClient jdbc, Outbox outbox) {
        this.rows = rows;
        this.jdbc = jdbc;
        this.outbox = outbox;
    }

    public Optional<Placement> find(PlacementId id) {
        return rows.findById(id.value());
    }

    /** Only inside a transaction; locks its machine first. What was read of it before the lock would be stale. */
    public Optional<Placement> lock(PlacementId id) {
        jdbc.sql("""
                        SELECT i.id FROM instances i JOIN placements p ON p.instance_id = i.id WHERE p.id = :id
                           FOR UPDATE OF i
                        """).param("id", id.value()).query(UUID.class).optional();
        return rows.lock(id.value());
    }

    public Optional<PlacementId> byToken(byte[] hash) {
        return jdbc.sql("SELECT id FROM placements WHERE bootstrap_hash = :hash")
                .param("hash", hash)
                .query(UUID.class)
                .optional()
                .map(PlacementId::new);
    }

    public Optional<PlacementId> byVendorRef(String vendor, String account, String ref) {
        return jdbc.sql("""
                        SELECT id FROM placements
                         WHERE vendor = :vendor AND vendor_account = :account AND vendor_ref = :ref
                        """)
                .param("vendor", vendor)
                .param("account", account)
                .param("ref", ref)
                .query(UUID.class)
                .optional()
                .map(PlacementId::new);
    }

    /** Newest first. */
    public List<Placement> of(InstanceId instance) {
        return rows.findByInstanceIdOrderByEpochDesc(instance.value());
    }

    /** Those that the vendor may still have something of. */
    public List<Placement> notGone(InstanceId instance) {
        return rows.findByInstanceIdAndStateNot(instance.value(), PlacementState.GONE.word());
    }

    /** Given up ones for which nothing was rented, nor can have been. */
    public List<PlacementId> neverRented() {
        return jdbc.sql("""
                        SELECT p.id FROM placements p WHERE p.state = 'destroying' AND p.vendor_ref IS NULL
                           AND NOT EXISTS (SELECT 1 FROM launch_attempts a
                                            WHERE a.placement_id = p.id AND a.state IN ('sent', 'unknown'))
                        """).query(UUID.class).list().stream()
                .map(PlacementId::new)
                .toList();
    }

    /** One that no box of the machine ever had, nor the machine itself. */
    public Epoch nextEpoch(InstanceId instance, Epoch present) {
        long newest = jdbc.sql("SELECT COALESCE(max(epoch), 0) FROM placements WHERE instance_id = :instance")
                .param("instance", instance.value())
                .query(Long.class)
                .single();
        return new Epoch(Math.max(newest, present.value()) + 1);
    }

    public List<Placement> live(String vendor) {
        return rows.findByVendorAndStateIn(
                vendor, List.of(PlacementState.BOOTING.word(), PlacementState.SERVING.word()));
    }

    public void save(Placement placement) {
        rows.saveAndFlush(placement);
    }

    /** Appends a fact about the placement; order counts within its machine, so the machine's version goes with it. */
    public void tell(Placement placement, PlacementEvent event, Actor actor, @Nullable String cause, Instant now) {
        long version = jdbc.sql("SELECT version FROM instances WHERE id = :id")
                .param("id", placement.instance().value())
                .query(Long.class)
                .single();
        outbox.append(
                now,
                new Fact(
                        placement.id().text(),
                        placement.instance().text(),
                        version,
                        placement.epoch(),
                        placement.user(),
                        actor,
                        cause,
                        event));
    }
}
