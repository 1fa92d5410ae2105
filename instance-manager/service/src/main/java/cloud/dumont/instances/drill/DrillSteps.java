package cloud.dumont.instances.drill;

import cloud.dumont.instances.action.Actions;
import cloud.dumont.instances.action.Progress;
import cloud.dumont.instances.backup.FilesAhead;
import cloud.dumont.instances.backup.FilesInPlace;
import cloud.dumont.instances.backup.FilesProved;
import cloud.dumont.instances.failover.StandbyLaunch;
import cloud.dumont.instances.failover.StandbyPurchase;
import cloud.dumont.instances.instance.EndReason;
import cloud.dumont.instances.instance.GiveBack;
import cloud.dumont.instances.instance.Instance;
import cloud.dumont.instances.instance.Instances;
import cloud.dumont.instances.instance.Origin;
import cloud.dumont.instances.placement.LaunchAttempt;
import cloud.dumont.instances.placement.LaunchAttempts;
import cloud.dumont.instances.placement.Placement;
import cloud.dumont.instances.placement.Placements;
import cloud.dumont.instances.provisioning.BootstrapToken;
import cloud.dumont.instances.reclaim.BoxRef;
import cloud.dumont.instances.reclaim.Reclaims;
import cloud.dumont.instances.standby.Standbys;
import cloud.dumont.kernel.DrillId;
import cloud.dumont.kernel.PlacementId;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The steps of a drill, each one transaction on the locked machine; a drill that has ended is left alone. */
@Component
class DrillSteps implements StandbyLaunch.Outcome {
    private static final Origin ORIGIN = Origin.system("drill");
    private final Drills drills;
    private final Instances instances;
    private final Placements placements;
    private final LaunchAttempts attempts;
    private final StandbyPurchase purchase;
    private final FilesAhead ahead;
    private final GiveBack giveBack;
    private final Reclaims reclaims;
    private final Actions actions;
    private final InstantSource clock;

    DrillSteps(
            Drills drills,
            Instances instances,
            Placements placements,
            LaunchAttempts attempts,
            StandbyPurchase purchase,
            FilesAhead ahead,
            GiveBack giveBack,
            Reclaims reclaims,
            Actions actions,
            InstantSource clock) {
        this.drills = drills;
        this.instances = instances;
        this.placements = placements;
        this.attempts = attempts;
        this.purchase = purchase;
        this.ahead = ahead;
        this.giveBack = giveBack;
        this.reclaims = reclaims;
        this.actions = actions;
        this.clock = clock;
    }

    @Transactional
    public Optional<StandbyPurchase.Intent> intend(
            Drill drill, Standbys.Place place, String vendor, BootstrapToken token) {
        Instance instance = instances.lock(drill.instance()).orElseThrow();
        if (!isIn(drill.id(), Drill.State.CHOOSING)) {
            return Optional.empty();
        }
        Instant now = clock.instant();
        Optional<StandbyPurchase.Intent> intent = purchase.intend(
                instance, placements.nextEpoch(instance.id(), instance.epoch()), place, vendor, token, now);
        intent.ifPresent(wanted -> {
            purchase.write(wanted, ORIGIN, now);
            drills.starting(drill.id(), wanted.placement().id(), place.zone(), place.machineType(), now);
            actions.record(drill.action(), new Progress.Going(10, "starting"), now);
        });
        return intent;
    }

    private boolean isIn(DrillId id, Drill.State state) {
        return drills.find(id).map(Drill::state).filter(state::equals).isPresent();
    }

    @Override
    @Transactional
    public void rented(LaunchAttempt attempt, String vendorRef, LaunchAttempt.State how) {
        Placement placement = placements.lock(attempt.placement()).orElseThrow();
        Instant now = clock.instant();
        if (!attempts.settle(attempt.id(), how, vendorRef, null, null, now)) {
            return;
        }
        placement.rented(vendorRef, now);
        placements.save(placement);
        if (placement.state().isOver()) {
            reclaim(placement, vendorRef, now);
        }
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
            another(placement, detail, now);
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

    /** The zone does not do: another one is tried. */
    @Transactional
    public void failed(PlacementId place, String detail) {
        placements.lock(place).ifPresent(placement -> another(placement, detail, clock.instant()));
    }

    private void another(Placement placement, String detail, Instant now) {
        drills.at(placement.id()).ifPresent(drill -> drills.choosing(drill.id(), placement.zone(), now));
        giveBack.one(placement, EndReason.BOOT_TIMEOUT, detail, now, ORIGIN, now);
    }

    /** It is there: it may read the machine's files, and shows what it got. */
    @Transactional
    public void restore(Drill drill, Placement standby) {
        if (isHeld(drill) && isIn(drill.id(), Drill.State.STARTING)) {
            Instant now = clock.instant();
            ahead.allow(standby.id(), drill.instance(), standby.epoch(), true, now);
            drills.restoring(drill.id(), now);
            actions.record(drill.action(), new Progress.Going(40, "restoring"), now);
        }
    }

    /** @param saved what the version itself says; null: it cannot be read */
    @Transactional
    public void compare(Drill drill, FilesInPlace files, FilesProved.@Nullable Version saved, @Nullable String fault) {
        if (isHeld(drill)) {
            drills.found(drill.id(), files, saved);
            finish(drill, fault == null ? Drill.State.PASSED : Drill.State.FAILED, fault);
        }
    }

    @Transactional
    public void end(Drill drill, Drill.State how, String detail) {
        if (isHeld(drill)) {
            finish(drill, how, detail);
        }
    }

    /** Its machine's row is locked until the transaction's end. */
    private boolean isHeld(Drill drill) {
        return instances.lock(drill.instance()).isPresent();
    }

    private void finish(Drill drill, Drill.State how, @Nullable String detail) {
        Instant now = clock.instant();
        if (!drills.end(drill.id(), how, detail, now)) {
            return;
        }
        drills.find(drill.id())
                .map(Drill::placement)
                .flatMap(placements::lock)
                .ifPresent(placement ->
                        giveBack.one(placement, EndReason.DRILLED, "The drill is over.", now, ORIGIN, now));
        switch (how) {
            case PASSED ->
                actions.succeed(drill.action(), Map.of("drill", drill.id().text()), now);
            case FAILED ->
                actions.record(drill.action(), new Progress.Failed("drill_failed", String.valueOf(detail)), now);
            case CANCELLED -> actions.record(drill.action(), new Progress.Cancelled(), now);
            case CHOOSING, STARTING, RESTORING -> throw new IllegalArgumentException(how + " is no end");
        }
    }
}
