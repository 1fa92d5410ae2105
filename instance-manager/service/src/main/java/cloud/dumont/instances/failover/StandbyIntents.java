package cloud.dumont.instances.failover;

import cloud.dumont.instances.instance.EndReason;
import cloud.dumont.instances.instance.Instance;
import cloud.dumont.instances.instance.InstanceState;
import cloud.dumont.instances.instance.Instances;
import cloud.dumont.instances.instance.Journey;
import cloud.dumont.instances.instance.LeaveBox;
import cloud.dumont.instances.instance.Origin;
import cloud.dumont.instances.instance.ReasonCode;
import cloud.dumont.instances.instance.Target;
import cloud.dumont.instances.placement.LaunchAttempt;
import cloud.dumont.instances.placement.LaunchAttempts;
import cloud.dumont.instances.placement.Placement;
import cloud.dumont.instances.placement.Placements;
import cloud.dumont.instances.provisioning.BootstrapToken;
import cloud.dumont.instances.reclaim.BoxRef;
import cloud.dumont.instances.reclaim.Reclaims;
import cloud.dumont.instances.standby.Standbys;
import cloud.dumont.kernel.Epoch;
import cloud.dumont.kernel.InstanceId;
import cloud.dumont.kernel.PlacementId;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Writes down which standby is asked for before the cloud hears of it, and what became of it. Each method is one short transaction
 * on the locked machine, and changes nothing when the machine has gone another way meanwhile.
 */
@Component
class StandbyIntents implements StandbyLaunch.Outcome {
    private static final Origin ORIGIN = Origin.system("failover");
    private final Instances instances;
    private final Placements placements;
    private final LaunchAttempts attempts;
    private final Failovers failovers;
    private final GiveUpPlace giveUpPlace;
    private final LeaveBox leaveBox;
    private final Reclaims reclaims;
    private final StandbyPurchase purchase;
    private final InstantSource clock;

    StandbyIntents(
            Instances instances,
            Placements placements,
            LaunchAttempts attempts,
            Failovers failovers,
            GiveUpPlace giveUpPlace,
            LeaveBox leaveBox,
            Reclaims reclaims,
            StandbyPurchase purchase,
            InstantSource clock) {
        this.instances = instances;
        this.placements = placements;
        this.attempts = attempts;
        this.failovers = failovers;
        this.giveUpPlace = giveUpPlace;
        this.leaveBox = leaveBox;
        this.reclaims = reclaims;
        this.purchase = purchase;
        this.clock = clock;
    }

    @Transactional
    public Optional<StandbyPurchase.Intent> intend(
            InstanceId id, Standbys.Place place, String vendor, BootstrapToken token) {
        Instance instance = instances.lock(id).orElseThrow();
        if (!(instance.state() instanceof InstanceState.FailingOver moving)
                || !(moving.journey() instanceof Journey.Choosing choosing)) {
            return Optional.empty();
        }
        Instant now = clock.instant();
        StandbyPurchase.Intent intent = purchase.intend(instance, freshEpoch(instance), place, vendor, token, now)
                .orElse(null);
        if (intent == null) {
            return Optional.empty();
        }
        Placement placement = intent.placement();
        instance.become(moving.go(
                choosing.choose(new Target(Target.Kind.STANDBY, placement.id(), placement.epoch(), place.zone()), now),
                ReasonCode.FAILING_OVER_ACTIVATING.reason(now, ORIGIN.actor(), Map.of("zone", place.zone()))));
        instances.save(instance, ORIGIN, now);
        purchase.write(intent, ORIGIN, now);
        current(
                id,
                failover -> failovers.activating(
                        failover.id(), new Failover.Place(Placement.STANDBY, vendor, place.zone()), placement.epoch()));
        return Optional.of(intent);
    }

    /** The fence's own epoch is for the first place; each further one gets a later one. */
    private Epoch freshEpoch(Instance instance) {
        boolean used = placements.of(instance.id()).stream()
                .anyMatch(placement -> placement.epoch().equals(instance.epoch()));
        if (used) {
            instance.enterEpoch(placements.nextEpoch(instance.id(), instance.epoch()));
        }
        return instance.epoch();
    }

    /** The cloud has it. Whoever gave up waiting for it has it given back. */
    @Override
    @Transactional
    public void rented(LaunchAttempt attempt, String vendorRef, LaunchAttempt.State how) {
        Placement placement = placements.lock(attempt.placement()).orElseThrow();
        Instance instance = instances.lock(placement.instance()).orElseThrow();
        Instant now = clock.instant();
        if (!attempts.settle(attempt.id(), how, vendorRef, null, null, now)) {
            return;
        }
        placement.rented(vendorRef, now);
        placements.save(placement);
        if (placement.state().isOver()) {
            reclaim(placement, vendorRef, now);
        }
        instances.save(instance, ORIGIN, now);
    }

    @Override
    @Transactional
    public void refused(LaunchAttempt attempt, String code, String detail, @Nullable String mayExist) {
        Placement placement = placements.lock(attempt.placement()).orElseThrow();
        Instant now = clock.instant();
        LaunchAttempt.State outcome = mayExist == null ? LaunchAttempt.State.REJECTED : LaunchAttempt.State.ABSENT;
        if (attempts.settle(attempt.id(), outcome, null, code, detail, now)) {
            if (mayExist != null) {
                reclaim(placement, mayExist, now);
            }
            another(placement.instance(), placement, detail, now);
        }
    }

    private void reclaim(Placement placement, String vendorRef, Instant now) {
        reclaims.want(
                new BoxRef(placement.vendor(), placement.vendorAccount(), vendorRef),
                placement.label(),
                EndReason.NOTHING_RENTED.word(),
                placement.cost(),
                now);
    }

    /** The place does not do: another one is chosen. */
    @Transactional
    public void failed(InstanceId id, PlacementId place, String detail) {
        placements.lock(place).ifPresent(placement -> another(id, placement, detail, clock.instant()));
    }

    private void another(InstanceId id, Placement placement, String detail, Instant now) {
        Instance instance = instances.lock(id).orElseThrow();
        giveUpPlace.giveUp(instance, placement, EndReason.BOOT_TIMEOUT, detail, ORIGIN, now);
    }

    /** There is no place at all now. */
    @Transactional
    public void nothing(InstanceId id, String detail) {
        Instance instance = instances.lock(id).orElseThrow();
        Instant now = clock.instant();
        if (instance.state() instanceof InstanceState.FailingOver moving
                && moving.journey() instanceof Journey.Choosing choosing) {
            instance.become(moving.go(
                    choosing.late(now),
                    ReasonCode.FAILING_OVER_CHOOSING.reason(now, ORIGIN.actor(), Map.of("detail", detail))));
            instances.save(instance, ORIGIN, now);
            current(id, failover -> failovers.choosing(failover.id()));
        }
    }

    /** Its user wants no standby any more: the machine stops, with what is saved. */
    @Transactional
    public void unwanted(InstanceId id) {
        Instance instance = instances.lock(id).orElseThrow();
        Instant now = clock.instant();
        if (instance.state() instanceof InstanceState.FailingOver moving
                && moving.journey() instanceof Journey.Choosing
                && instance.standby().isOff()) {
            leaveBox.stop(
                    instance,
                    ReasonCode.STANDBY_TURNED_OFF.reason(now, ORIGIN.actor()),
                    EndReason.STOPPED,
                    now,
                    ORIGIN);
        }
    }

    private void current(InstanceId id, java.util.function.Consumer<Failover> change) {
        failovers.newest(id).ifPresent(change);
    }
}
