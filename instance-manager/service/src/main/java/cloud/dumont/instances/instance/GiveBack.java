package cloud.dumont.instances.instance;

import cloud.dumont.events.PlacementEvent;
import cloud.dumont.instances.placement.Placement;
import cloud.dumont.instances.placement.PlacementState;
import cloud.dumont.instances.placement.Placements;
import cloud.dumont.instances.reclaim.BoxRef;
import cloud.dumont.instances.reclaim.Reclaims;
import java.time.Instant;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * Gives up what a machine has at vendors, in the running transaction: the paid interval closes, the box is written down
 * for reclaim. The machine's row is locked by the caller.
 */
@Component
public class GiveBack {
    private final Placements placements;
    private final Reclaims reclaims;

    GiveBack(Placements placements, Reclaims reclaims) {
        this.placements = placements;
        this.reclaims = reclaims;
    }

    /** @param closedAt until when the user pays, if something serves */
    public void everything(
            Instance instance, EndReason reason, String detail, Instant closedAt, Origin origin, Instant now) {
        for (Placement found : placements.notGone(instance.id())) {
            placements.lock(found.id()).ifPresent(placement -> one(placement, reason, detail, closedAt, origin, now));
        }
    }

    public void one(
            Placement placement, EndReason reason, String detail, Instant closedAt, Origin origin, Instant now) {
        Optional<Instant> closed = placement.state() == PlacementState.SERVING
                ? Optional.of(placement.stopServing(closedAt))
                : Optional.empty();
        placement.end(reason.word(), detail, now);
        placements.save(placement);
        placement
                .vendorRef()
                .ifPresent(ref -> reclaims.want(
                        new BoxRef(placement.vendor(), placement.vendorAccount(), ref),
                        placement.label(),
                        reason.word(),
                        placement.cost(),
                        now));
        closed.ifPresent(at -> placements.tell(
                placement,
                new PlacementEvent.ServingEnded(
                        placement.instance(),
                        placement.kind(),
                        1,
                        at,
                        reason.word(),
                        placement.lastConfirmedAt().orElse(null)),
                origin.actor(),
                origin.cause(),
                now));
    }
}
