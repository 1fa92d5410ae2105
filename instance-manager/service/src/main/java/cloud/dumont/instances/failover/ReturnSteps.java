package cloud.dumont.instances.failover;

import cloud.dumont.instances.backup.BoxLeft;
import cloud.dumont.instances.backup.FinalBackups;
import cloud.dumont.instances.instance.EndReason;
import cloud.dumont.instances.instance.GiveBack;
import cloud.dumont.instances.instance.Instance;
import cloud.dumont.instances.instance.InstanceState;
import cloud.dumont.instances.instance.Instances;
import cloud.dumont.instances.instance.Journey;
import cloud.dumont.instances.instance.LaunchCycle;
import cloud.dumont.instances.instance.Origin;
import cloud.dumont.instances.instance.ReasonCode;
import cloud.dumont.instances.instance.RentInstance;
import cloud.dumont.instances.instance.ReturnJourney;
import cloud.dumont.instances.instance.Target;
import cloud.dumont.instances.placement.DatabaseClock;
import cloud.dumont.instances.placement.Placement;
import cloud.dumont.instances.placement.PlacementState;
import cloud.dumont.instances.placement.Placements;
import cloud.dumont.kernel.InstanceId;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The steps of a return, each one transaction on the locked machine; a machine that is elsewhere by now is left alone. */
@Component
class ReturnSteps {
    private static final Origin ORIGIN = Origin.system("return");
    private final Instances instances;
    private final Placements placements;
    private final Failovers failovers;
    private final RentInstance rent;
    private final FinalBackups backups;
    private final BoxLeft boxLeft;
    private final GiveUpPlace giveUpPlace;
    private final GiveBack giveBack;
    private final DatabaseClock paidTime;
    private final InstantSource clock;

    ReturnSteps(
            Instances instances,
            Placements placements,
            Failovers failovers,
            RentInstance rent,
            FinalBackups backups,
            BoxLeft boxLeft,
            GiveUpPlace giveUpPlace,
            GiveBack giveBack,
            DatabaseClock paidTime,
            InstantSource clock) {
        this.instances = instances;
        this.placements = placements;
        this.failovers = failovers;
        this.rent = rent;
        this.backups = backups;
        this.boxLeft = boxLeft;
        this.giveUpPlace = giveUpPlace;
        this.giveBack = giveBack;
        this.paidTime = paidTime;
        this.clock = clock;
    }

    /** The offer of then is gone with its box; what is as good or better will do, within the price the user allows. */
    @Transactional
    public Optional<Instance> wantAsGood(InstanceId id) {
        Instance instance = instances.lock(id).orElseThrow();
        if (!(instance.state() instanceof InstanceState.OnStandby standby)
                || !(standby.journey() instanceof ReturnJourney.Searching)) {
            return Optional.empty();
        }
        if (instance.spec().offer() != null) {
            instance.respecify(rent.asGood(instance));
            instances.save(instance, ORIGIN, clock.instant());
        }
        return Optional.of(instance);
    }

    @Transactional
    public void restored(InstanceId id, Instant whole) {
        failovers
                .newest(id)
                .filter(failover -> failover.restoredAt() == null)
                .ifPresent(failover -> failovers.restored(failover.id(), whole));
    }

    /** Whatever ended the way back, e.g. that all offers were tried: the machine is on its standby, and searches. */
    @Transactional
    public void searching(InstanceId id) {
        on(
                id,
                (instance, standby) -> failovers
                        .newest(id)
                        .filter(failover -> failover.phase() == Failover.Phase.RETURNING
                                && standby.journey() instanceof ReturnJourney.Searching)
                        .ifPresent(failover -> failovers.returning(failover.id(), false)));
    }

    @Transactional
    public void found(InstanceId id, LaunchCycle cycle) {
        on(id, (instance, standby) -> {
            if (standby.journey() instanceof ReturnJourney.Searching searching) {
                become(instance, standby.go(searching.found(cycle), standby.reason()));
                failovers.newest(id).ifPresent(failover -> failovers.returning(failover.id(), true));
            }
        });
    }

    @Transactional
    public void inVain(InstanceId id) {
        on(id, (instance, standby) -> {
            if (standby.journey() instanceof ReturnJourney.Searching searching) {
                become(instance, standby.go(searching.inVain(clock.instant()), standby.reason()));
            }
        });
    }

    @Transactional
    public void freeze(InstanceId id, Instant deadline) {
        on(id, (instance, standby) -> {
            if (standby.journey() instanceof ReturnJourney.Ready ready) {
                Instant now = clock.instant();
                String order = backups.order(id, standby.serving().placement(), deadline, now);
                become(
                        instance,
                        standby.go(ready.freeze(order, now), ReasonCode.RETURNING_COPYING.reason(now, ORIGIN.actor())));
            }
        });
    }

    @Transactional
    public void expire(InstanceId id, String order) {
        on(id, (instance, standby) -> backups.expire(order, clock.instant()));
    }

    /** The standby goes on; its candidate is given back. */
    @Transactional
    public void giveUp(InstanceId id, EndReason reason, String detail) {
        on(
                id,
                (instance, standby) -> standby.journey()
                        .waiting()
                        .flatMap(candidate -> placements.lock(candidate.placement()))
                        .ifPresent(placement ->
                                giveUpPlace.giveUp(instance, placement, reason, detail, ORIGIN, clock.instant())));
    }

    /**
     * The fence: the standby's last version counts, its epoch is over, and the candidate's begins. A candidate that is not there any
     * more is no way back: the standby's programs stand still, and the machine goes where a lost one would.
     */
    @Transactional
    public void leave(InstanceId id) {
        on(
                id,
                (instance, standby) -> standby.journey().waiting().ifPresent(candidate -> {
                    Instant now = clock.instant();
                    Placement gpu = placements.lock(candidate.placement()).orElseThrow();
                    Placement left =
                            placements.lock(standby.serving().placement()).orElseThrow();
                    boolean isThere = gpu.state() == PlacementState.BOOTING;
                    instance.enterEpoch(
                            isThere ? candidate.epoch() : placements.nextEpoch(instance.id(), instance.epoch()));
                    Target target = new Target(
                            Target.Kind.RETURN,
                            gpu.id(),
                            candidate.epoch(),
                            gpu.hostRef().orElse(gpu.vendor()));
                    become(
                            instance,
                            isThere
                                    ? standby.leaveFor(target, ReasonCode.RETURNING_MOVING.reason(now, ORIGIN.actor()))
                                    : standby.failOver(
                                            ReasonCode.MOVE_REQUESTED.reason(
                                                    now, ORIGIN.actor(), java.util.Map.of("where", "a standby")),
                                            Journey.Wish.SOONEST));
                    giveBack.one(
                            left, EndReason.RETURNED, "The machine goes back to a GPU.", paidTime.now(), ORIGIN, now);
                    boxLeft.nothingServes(id, now);
                }));
    }

    private void on(InstanceId id, BiConsumer<Instance, InstanceState.OnStandby> step) {
        Instance instance = instances.lock(id).orElseThrow();
        if (instance.state() instanceof InstanceState.OnStandby standby && standby.finalBackup() == null) {
            step.accept(instance, standby);
        }
    }

    private void become(Instance instance, InstanceState next) {
        instance.become(next);
        instances.save(instance, ORIGIN, clock.instant());
    }
}
