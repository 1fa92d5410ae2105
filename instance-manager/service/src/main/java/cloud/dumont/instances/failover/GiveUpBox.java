package cloud.dumont.instances.failover;

import cloud.dumont.events.Actor;
import cloud.dumont.instances.backup.BoxLeft;
import cloud.dumont.instances.backup.FilesBack;
import cloud.dumont.instances.instance.Desired;
import cloud.dumont.instances.instance.EndReason;
import cloud.dumont.instances.instance.FailoverConfig;
import cloud.dumont.instances.instance.GiveBack;
import cloud.dumont.instances.instance.Instance;
import cloud.dumont.instances.instance.InstanceState;
import cloud.dumont.instances.instance.Instances;
import cloud.dumont.instances.instance.LeaveBox;
import cloud.dumont.instances.instance.Origin;
import cloud.dumont.instances.instance.Reason;
import cloud.dumont.instances.instance.ReasonCode;
import cloud.dumont.instances.placement.Placements;
import cloud.dumont.instances.standby.Standbys;
import cloud.dumont.kernel.Epoch;
import cloud.dumont.kernel.FailoverId;
import cloud.dumont.kernel.Ids;
import cloud.dumont.kernel.InstanceId;
import cloud.dumont.kernel.PlacementId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Ends a lost box's part in its machine. The epoch rises in the same commit in which the move begins: from then on the box can
 * neither beat, nor save, nor be reached, whatever it believes.
 */
@Component
public class GiveUpBox {
    private static final Duration DAY = Duration.ofHours(24);
    private static final Origin ORIGIN = Origin.system("failover");

    private final Instances instances;
    private final Placements placements;
    private final Failovers failovers;
    private final FailoverEnds ends;
    private final FailoverFacts facts;
    private final Standbys standbys;
    private final GiveBack giveBack;
    private final LeaveBox leaveBox;
    private final BoxLeft boxLeft;
    private final FilesBack files;
    private final FailoverConfig config;
    private final Ids ids;
    private final InstantSource clock;

    GiveUpBox(
            Instances instances,
            Placements placements,
            Failovers failovers,
            FailoverEnds ends,
            FailoverFacts facts,
            Standbys standbys,
            GiveBack giveBack,
            LeaveBox leaveBox,
            BoxLeft boxLeft,
            FilesBack files,
            FailoverConfig config,
            Ids ids,
            InstantSource clock) {
        this.instances = instances;
        this.placements = placements;
        this.failovers = failovers;
        this.ends = ends;
        this.facts = facts;
        this.standbys = standbys;
        this.giveBack = giveBack;
        this.leaveBox = leaveBox;
        this.boxLeft = boxLeft;
        this.files = files;
        this.config = config;
        this.ids = ids;
        this.clock = clock;
    }

    /**
     * @param lastSeenAt until then the user pays
     * @param vendorSaysSo whether its vendor confirms that it does not run
     */
    public record Loss(
            PlacementId placement,
            Epoch epoch,
            Instant lastSeenAt,
            @Nullable Instant suspectedAt,
            boolean vendorSaysSo,
            List<Failover.Evidence> evidence,
            String guard) {}

    /** What became of it. */
    public enum Outcome {
        FAILING_OVER,
        STOPPED,
        /** that box was given up before, or the machine is another's by now */
        STALE;

        public String word() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /** May be repeated. */
    @Transactional
    public Outcome lost(InstanceId id, Loss loss) {
        Instance instance = instances.lock(id).orElse(null);
        if (instance == null
                || !instance.epoch().equals(loss.epoch())
                || !(instance.state() instanceof InstanceState.Served served)
                || !served.serving().placement().equals(loss.placement())) {
            return Outcome.STALE;
        }
        Instant now = clock.instant();
        String vendor = served.serving().vendor();
        int before = failovers.startedSince(id, now.minus(DAY));
        if (before >= config.perDay()) {
            return stop(
                    instance,
                    loss,
                    ReasonCode.TOO_MANY_LOSSES.reason(
                            now, ORIGIN.actor(), Map.of("vendor", vendor, "times", Integer.toString(before))));
        }
        if (instance.desired() != Desired.RUNNING
                || served.finalBackup() != null
                || standbys.places(instance.standby(), List.of()).isEmpty()) {
            ReasonCode code = loss.vendorSaysSo() ? ReasonCode.VENDOR_LOST : ReasonCode.NO_STANDBY;
            return stop(
                    instance, loss, code.reason(now, new Actor(Actor.Kind.VENDOR, vendor), Map.of("vendor", vendor)));
        }
        Reason why = ReasonCode.BOX_LOST.reason(
                now,
                ORIGIN.actor(),
                Map.of("vendor", vendor, "cause", loss.vendorSaysSo() ? "its vendor says so" : "nothing answers"));
        return fence(instance, served, loss, Failover.Trigger.LOST, why, now);
    }

    private Outcome stop(Instance instance, Loss loss, Reason why) {
        leaveBox.stop(instance, why, EndReason.LOST, loss.lastSeenAt(), ORIGIN);
        return Outcome.STOPPED;
    }

    private Outcome fence(
            Instance instance,
            InstanceState.Served served,
            Loss loss,
            Failover.Trigger trigger,
            Reason why,
            Instant now) {
        Failover failover = begun(instance, loss, trigger, now);
        if (!failovers.begin(failover)) {
            return Outcome.STALE;
        }
        instance.enterEpoch(placements.nextEpoch(instance.id(), instance.epoch()));
        instance.become(served.failOver(why));
        instances.save(instance, ORIGIN, now);
        ends.lostAgain(instance, loss.epoch(), now);
        facts.decided(failover, now);
        giveBack.everything(
                instance,
                loss.vendorSaysSo() ? EndReason.LOST : EndReason.SILENT,
                why.detail(),
                loss.lastSeenAt(),
                ORIGIN,
                now);
        boxLeft.nothingServes(instance.id(), now);
        return Outcome.FAILING_OVER;
    }

    private Failover begun(Instance instance, Loss loss, Failover.Trigger trigger, Instant now) {
        Optional<Instant> point = files.recoveryPoint(instance.id());
        Integer lostWork = point.map(at -> Math.toIntExact(
                        Math.max(0, Duration.between(at, loss.lastSeenAt()).toSeconds())))
                .orElse(null);
        return new Failover(
                ids.next(FailoverId::new),
                instance.id(),
                instance.user(),
                loss.epoch(),
                null,
                trigger,
                Failover.Phase.CHOOSING,
                loss.evidence(),
                loss.guard(),
                null,
                loss.lastSeenAt(),
                loss.suspectedAt(),
                now,
                now,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                point.orElse(null),
                lostWork);
    }
}
