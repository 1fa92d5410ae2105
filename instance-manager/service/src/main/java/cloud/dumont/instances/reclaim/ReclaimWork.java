package cloud.dumont.instances.reclaim;

import cloud.dumont.events.Actor;
import cloud.dumont.events.PlacementEvent;
import cloud.dumont.instances.placement.Placements;
import cloud.dumont.instances.vendor.Landlord;
import cloud.dumont.instances.vendor.Vendors;
import cloud.dumont.instances.worklist.Next;
import cloud.dumont.instances.worklist.Queue;
import cloud.dumont.instances.worklist.Work;
import cloud.dumont.instances.worklist.Worklist;
import cloud.dumont.kernel.PlacementId;
import cloud.dumont.observability.LogKeys;
import cloud.dumont.provider.ProviderException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** Kills one box and looks until the vendor no longer has it. Never gives up. */
@Component
class ReclaimWork implements Work {
    private static final Logger log = LoggerFactory.getLogger(ReclaimWork.class);
    private static final int DOUBLINGS = 8;

    private final Reclaims reclaims;
    private final Vendors vendors;
    private final Placements placements;
    private final Worklist worklist;
    private final TransactionTemplate transactions;
    private final ReclaimConfig config;
    private final InstantSource clock;

    ReclaimWork(
            Reclaims reclaims,
            Vendors vendors,
            Placements placements,
            Worklist worklist,
            TransactionTemplate transactions,
            ReclaimConfig config,
            InstantSource clock) {
        this.reclaims = reclaims;
        this.vendors = vendors;
        this.placements = placements;
        this.worklist = worklist;
        this.transactions = transactions;
        this.config = config;
        this.clock = clock;
    }

    @Override
    public Queue queue() {
        return Queue.RECLAIM;
    }

    @Override
    public Next step(String key) {
        BoxRef box = BoxRef.ofKey(key);
        Reclaim reclaim = reclaims.find(box).orElse(null);
        if (reclaim == null || reclaim.isGone() || reclaim.approvedAt() == null) {
            return Next.done();
        }
        Instant keptUntil = reclaim.killAfter();
        if (keptUntil != null && clock.instant().isBefore(keptUntil)) {
            return Next.after(Duration.between(clock.instant(), keptUntil));
        }
        try {
            return reclaim.killSentAt() == null ? kill(box) : verify(box, reclaim);
        } catch (ProviderException e) {
            log.atWarn()
                    .addKeyValue(LogKeys.VENDOR, box.vendor())
                    .addKeyValue("vendor_ref", box.ref())
                    .addKeyValue(LogKeys.OUTCOME, e.code())
                    .log("a box could not be given back yet");
            reclaims.failed(box, e.code());
            return Next.after(backoff(reclaim.attempts()));
        }
    }

    private Next kill(BoxRef box) {
        vendors.landlord(box.vendor()).destroy(box.ref());
        reclaims.killSent(box, clock.instant());
        return Next.after(config.verifyEvery());
    }

    private Next verify(BoxRef box, Reclaim reclaim) {
        Landlord provider = vendors.landlord(box.vendor());
        boolean there = provider.find(box.ref()).isPresent()
                || provider.list().stream()
                        .anyMatch(listed -> listed.vendorRef().equals(box.ref()));
        if (there) {
            reclaims.seenAgain(box, clock.instant());
            provider.destroy(box.ref());
            reclaims.killSent(box, clock.instant());
            return Next.after(backoff(reclaim.attempts()));
        }
        if (reclaims.missed(box) < config.misses()) {
            return Next.after(config.verifyEvery());
        }
        transactions.executeWithoutResult(status -> gone(box));
        return Next.done();
    }

    private void gone(BoxRef box) {
        Instant now = clock.instant();
        if (!reclaims.gone(box, now)) {
            return;
        }
        Optional<PlacementId> served = placements.byVendorRef(box.vendor(), box.account(), box.ref());
        served.flatMap(placements::lock).ifPresent(placement -> {
            placement.gone();
            placements.save(placement);
            placements.tell(
                    placement,
                    new PlacementEvent.Gone(placement.instance(), box.ref(), List.of("find", "list"), now),
                    Actor.system("reclaim"),
                    null,
                    now);
            worklist.wakeAfterCommit(Queue.PROVISION, placement.instance().text());
        });
    }

    private Duration backoff(int attempts) {
        Duration grown = config.verifyEvery().multipliedBy(1L << Math.min(attempts, DOUBLINGS));
        return grown.compareTo(config.longestBackoff()) < 0 ? grown : config.longestBackoff();
    }
}
