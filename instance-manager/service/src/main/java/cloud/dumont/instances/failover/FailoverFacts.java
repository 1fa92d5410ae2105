package cloud.dumont.instances.failover;

import cloud.dumont.events.FailoverEvent;
import cloud.dumont.instances.instance.Origin;
import cloud.dumont.instances.placement.Placement;
import cloud.dumont.instances.placement.Placements;
import cloud.dumont.kernel.Epoch;
import cloud.dumont.kernel.FailoverId;
import cloud.dumont.kernel.InstanceId;
import cloud.dumont.outbox.Fact;
import cloud.dumont.outbox.Outbox;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Tells others what becomes of moves, in the transaction that makes it so and after the machine's own change was kept. */
@Component
class FailoverFacts {
    private static final Origin ORIGIN = Origin.system("failover");
    private final Placements placements;
    private final Outbox outbox;
    private final JdbcClient jdbc;

    FailoverFacts(Placements placements, Outbox outbox, JdbcClient jdbc) {
        this.placements = placements;
        this.outbox = outbox;
        this.jdbc = jdbc;
    }

    /** After the paid stretch of the lost box was closed. */
    void decided(Failover failover, Instant now) {
        Placement lost = lost(failover);
        tell(
                failover,
                failover.fromEpoch(),
                new FailoverEvent.Decided(
                        failover.instance(),
                        failover.id(),
                        failover.fromEpoch(),
                        failover.trigger().word(),
                        failover.recoveryPoint(),
                        failover.lastSeenAt(),
                        failover.lostWorkSeconds(),
                        lost.id(),
                        lost.kind(),
                        lost.servingUntil().orElse(failover.lastSeenAt())),
                now);
    }

    /** @param place on which it goes on @param took by phase */
    void completed(Failover failover, Placement place, Map<String, Duration> took, Instant now) {
        Placement lost = lost(failover);
        Failover.Place target = failover.target();
        tell(
                failover,
                place.epoch(),
                new FailoverEvent.Completed(
                        failover.instance(),
                        failover.id(),
                        place.epoch(),
                        place.kind(),
                        target == null ? place.vendor() : target.zone(),
                        failover.recoveryPoint(),
                        lost.servingUntil().orElse(failover.lastSeenAt()),
                        failover.trigger().word(),
                        lost.id(),
                        lost.kind(),
                        millis(took)),
                now);
    }

    private Placement lost(Failover failover) {
        return placements.of(failover.instance()).stream()
                .filter(placement -> placement.epoch().equals(failover.fromEpoch()))
                .findFirst()
                .orElseThrow();
    }

    /** @param frozen how long the machine's programs stood still */
    void returned(Failover failover, Epoch epoch, Duration frozen, Instant now) {
        tell(
                failover,
                epoch,
                new FailoverEvent.Returned(failover.instance(), failover.id(), epoch, frozen.toMillis()),
                now);
    }

    void aborted(Failover failover, String reason, Instant now) {
        Epoch reached = failover.toEpoch();
        tell(
                failover,
                reached == null ? failover.fromEpoch() : reached,
                new FailoverEvent.Aborted(failover.instance(), failover.id(), reason),
                now);
    }

    private static Map<String, Long> millis(Map<String, Duration> took) {
        Map<String, Long> ms = new TreeMap<>();
        took.forEach((phase, duration) -> ms.put(phase, duration.toMillis()));
        return ms;
    }

    private void tell(Failover failover, Epoch epoch, FailoverEvent event, Instant now) {
        FailoverId id = failover.id();
        InstanceId instance = failover.instance();
        outbox.append(
                now,
                new Fact(
                        id.text(),
                        instance.text(),
                        version(instance),
                        epoch,
                        failover.user(),
                        ORIGIN.actor(),
                        ORIGIN.cause(),
                        event));
    }

    private long version(InstanceId instance) {
        return jdbc.sql("SELECT version FROM instances WHERE id = :id")
                .param("id", instance.value())
                .query(Long.class)
                .single();
    }
}
