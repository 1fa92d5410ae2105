package cloud.dumont.instances.instance;

import cloud.dumont.events.PlacementEvent;
import cloud.dumont.instances.placement.DatabaseClock;
import cloud.dumont.instances.placement.Placement;
import cloud.dumont.instances.placement.PlacementState;
import cloud.dumont.instances.placement.Placements;
import cloud.dumont.instances.reclaim.BoxRef;
import cloud.dumont.instances.reclaim.Reclaims;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Gives up what a machine has at vendors, in the running transaction: the paid interval closes, the box is written down
 * for reclaim. The machine's row is locked by the caller.
 */
@Component
public class GiveBack {
    private final Placements placements;
    private final Reclaims reclaims;
    private final DatabaseClock paidTime;

    GiveBack(Placements placements, Reclaims reclaims, DatabaseClock paidTime) {
        this.placements = placements;
        this.reclaims = reclaims;
        this.paidTime = paidTime;
    }

    /** @param closedAt until when the user pays, if something serves */
    public void everything(
            Instance instance, EndReason reason, String detail, Instant closedAt, Origin origin, Instant now) {
        everything(instance, reason, detail, closedAt, null, origin, now);
    }

    /** @param keepUntil what serves is not killed before: it may hold the only copy of something; null: at once */
    public void everything(
            Instance instance,
            EndReason reason,
            String detail,
            Instant closedAt,
            @Nullable Instant keepUntil,
            Origin origin,
            Instant now) {
        for (Placement found : placements.notGone(instance.id())) {
            placements
                    .lock(found.id())
                    .filter(placement -> !placement.state().isOver())
                    .ifPresent(placement -> one(
                            placement,
                            reason,
                            detail,
                            closedAt,
                            placement.state() == PlacementState.SERVING ? keepUntil : null,
                            origin,
                            now));
        }
    }

    /** Boxes that were given up and kept go now: nobody can want anything of them any more. */
    void nothingKept(Instance instance) {
        placements.notGone(instance.id()).stream()
                .filter(placement -> placement.state().isOver())
                .forEach(placement -> box(placement).ifPresent(reclaims::keepNoLonger));
    }

    private static Optional<BoxRef> box(Placement placement) {
        return placement.vendorRef().map(ref -> new BoxRef(placement.vendor(), placement.vendorAccount(), ref));
    }

    /** Paid time is the database's: what others say of the future is not believed. */
    private Instant notBeyond(Instant closedAt) {
        Instant now = paidTime.now();
        return closedAt.isAfter(now) ? now : closedAt;
    }

    public void one(
            Placement placement, EndReason reason, String detail, Instant closedAt, Origin origin, Instant now) {
        one(placement, reason, detail, closedAt, null, origin, now);
    }

    private void one(
            Placement placement,
            EndReason reason,
            String detail,
            Instant closedAt,
            @Nullable Instant keepUntil,
            Origin origin,
            Instant now) {
        Optional<Instant> closed = placement.state() == PlacementState.SERVING
                ? Optional.of(placement.stopServing(notBeyond(closedAt)))
                : Optional.empty();
        placement.end(reason.word(), detail, now);
        placements.save(placement);
        box(placement)
                .ifPresent(
                        box -> reclaims.want(box, placement.label(), reason.word(), placement.cost(), keepUntil, now));
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
