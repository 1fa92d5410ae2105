package cloud.dumont.instances.failover;

import cloud.dumont.events.Actor;
import cloud.dumont.instances.backup.BoxLeft;
import cloud.dumont.instances.backup.FilesBack;
import cloud.dumont.instances.backup.FinalBackups;
import cloud.dumont.instances.instance.Desired;
import cloud.dumont.instances.instance.EndReason;
import cloud.dumont.instances.instance.FailoverConfig;
import cloud.dumont.instances.instance.FinalBackup;
import cloud.dumont.instances.instance.GiveBack;
import cloud.dumont.instances.instance.Instance;
import cloud.dumont.instances.instance.InstanceState;
import cloud.dumont.instances.instance.Instances;
import cloud.dumont.instances.instance.Journey;
import cloud.dumont.instances.instance.LeaveBox;
import cloud.dumont.instances.instance.MoveLimit;
import cloud.dumont.instances.instance.Origin;
import cloud.dumont.instances.instance.Reason;
import cloud.dumont.instances.instance.ReasonCode;
import cloud.dumont.instances.instance.Target;
import cloud.dumont.instances.placement.DatabaseClock;
import cloud.dumont.instances.placement.Placements;
import cloud.dumont.instances.placement.VendorWords;
import cloud.dumont.instances.standby.Standbys;
import cloud.dumont.kernel.Epoch;
import cloud.dumont.kernel.FailoverId;
import cloud.dumont.kernel.Ids;
import cloud.dumont.kernel.InstanceId;
import cloud.dumont.kernel.PlacementId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
    private static final Origin ORIGIN = Origin.system("failover");

    private final Instances instances;
    private final Placements placements;
    private final VendorWords words;
    private final Failovers failovers;
    private final FailoverEnds ends;
    private final FailoverFacts facts;
    private final Standbys standbys;
    private final MoveLimit limit;
    private final GiveBack giveBack;
    private final LeaveBox leaveBox;
    private final BoxLeft boxLeft;
    private final FilesBack files;
    private final FinalBackups backups;
    private final DatabaseClock paidTime;
    private final FailoverConfig config;
    private final Ids ids;
    private final InstantSource clock;

    GiveUpBox(
            Instances instances,
            Placements placements,
            VendorWords words,
            Failovers failovers,
            FailoverEnds ends,
            FailoverFacts facts,
            Standbys standbys,
            MoveLimit limit,
            GiveBack giveBack,
            LeaveBox leaveBox,
            BoxLeft boxLeft,
            FilesBack files,
            FinalBackups backups,
            DatabaseClock paidTime,
            FailoverConfig config,
            Ids ids,
            InstantSource clock) {
        this.instances = instances;
        this.placements = placements;
        this.words = words;
        this.failovers = failovers;
        this.ends = ends;
        this.facts = facts;
        this.standbys = standbys;
        this.limit = limit;
        this.giveBack = giveBack;
        this.leaveBox = leaveBox;
        this.boxLeft = boxLeft;
        this.files = files;
        this.backups = backups;
        this.paidTime = paidTime;
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
            String guard) {
        /** Nobody was seen before he came, nor later than now. */
        Loss within(Instant from, Instant now) {
            Instant seen = lastSeenAt.isAfter(now) ? now : lastSeenAt;
            return new Loss(
                    placement, epoch, seen.isBefore(from) ? from : seen, suspectedAt, vendorSaysSo, evidence, guard);
        }
    }

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
    public Outcome lost(InstanceId id, Loss told) {
        Instance instance = instances.lock(id).orElse(null);
        if (instance == null
                || !instance.epoch().equals(told.epoch())
                || !(instance.state() instanceof InstanceState.Served served)
                || !served.serving().placement().equals(told.placement())) {
            return Outcome.STALE;
        }
        Instant now = clock.instant();
        Loss loss = told.within(served.serving().since(), paidTime.now());
        String vendor = served.serving().vendor();
        MoveLimit.Standing moves = limit.of(id, now);
        if (moves.left() == 0) {
            return stop(
                    instance,
                    loss,
                    ReasonCode.TOO_MANY_LOSSES.reason(
                            now, ORIGIN.actor(), Map.of("vendor", vendor, "times", Integer.toString(moves.used()))));
        }
        if (instance.desired() != Desired.RUNNING
                || isLeaving(served)
                || standbys.places(instance.standby(), List.of()).isEmpty()) {
            ReasonCode code = loss.vendorSaysSo() ? ReasonCode.VENDOR_LOST : ReasonCode.NO_STANDBY;
            return stop(
                    instance,
                    loss,
                    code.reason(
                            now,
                            new Actor(Actor.Kind.VENDOR, vendor),
                            Map.of("vendor", vendor, "kept", kept(keepUntil(instance, loss, now)))));
        }
        Reason why = ReasonCode.BOX_LOST.reason(
                now,
                ORIGIN.actor(),
                Map.of("vendor", vendor, "cause", loss.vendorSaysSo() ? "its vendor says so" : "nothing answers"));
        return fence(instance, served, loss, parted(instance, loss, why));
    }

    /** Whoever is about to move goes on all the same. */
    private static boolean isLeaving(InstanceState.Served served) {
        FinalBackup backup = served.finalBackup();
        return backup != null && backup.then() != FinalBackup.Then.MOVE;
    }

    /** What the vendor said last of a box that it says does not run tells why. */
    private Failover.Trigger trigger(Loss loss) {
        if (!loss.vendorSaysSo()) {
            return Failover.Trigger.LOST;
        }
        return words.last(loss.placement())
                .map(word -> switch (word) {
                    case STOPPED -> Failover.Trigger.PROVIDER_STOP;
                    case OUTBID -> Failover.Trigger.OUTBID;
                    case GONE, RUNNING, UNCLEAR -> Failover.Trigger.LOST;
                })
                .orElse(Failover.Trigger.LOST);
    }

    private Outcome stop(Instance instance, Loss loss, Reason why) {
        leaveBox.stop(instance, why, EndReason.LOST, loss.lastSeenAt(), keepUntil(instance, loss, why.since()), ORIGIN);
        return Outcome.STOPPED;
    }

    /**
     * How long the box is kept, at its vendor and at our cost. One that is only silent may be alive, and then what is not saved is on
     * it: somebody may still come for it.
     */
    private @Nullable Instant keepUntil(Instance instance, Loss loss, Instant now) {
        if (loss.vendorSaysSo()) {
            return null;
        }
        boolean isSaved = backups.isPossible(instance.id())
                && files.recoveryPoint(instance.id()).isPresent();
        return now.plus(isSaved ? config.rescueWindow() : config.rescueUnsaved());
    }

    private static String kept(@Nullable Instant until) {
        return until == null
                ? ""
                : " What it held is kept at its vendor until " + until.truncatedTo(ChronoUnit.SECONDS) + ".";
    }

    /** A machine whose final backup is made goes where its user wants it. May be repeated. */
    @Transactional
    public void move(InstanceId id) {
        Instance instance = instances.lock(id).orElseThrow();
        if (!(instance.state() instanceof InstanceState.Served served)) {
            return;
        }
        FinalBackup backup = served.finalBackup();
        if (backup == null
                || backup.then() != FinalBackup.Then.MOVE
                || !(backups.standing(backup.order()) instanceof FinalBackups.Standing.Done)) {
            return;
        }
        Instant now = clock.instant();
        String words = backup.why().params().getOrDefault("words", "");
        Loss loss = new Loss(
                served.serving().placement(),
                instance.epoch(),
                Objects.requireNonNullElseGet(backup.paidUntil(), paidTime::now),
                null,
                false,
                List.of(new Failover.Evidence(
                        "requested", backup.why().since(), words.isEmpty() ? "Its user wants it." : words)),
                "normal");
        Journey.Wish wish = backup.moveTo() == Target.Kind.GPU ? Journey.Wish.GPU : Journey.Wish.SOONEST;
        Reason why = new Reason(
                backup.why().code(),
                backup.why().params(),
                backup.why().detail(),
                now,
                backup.why().actor());
        fence(instance, served, loss, new Parted(Failover.Trigger.MANUAL, EndReason.MOVED, null, wish, why));
    }

    /** How a box is left. @param keepUntil it is kept; null: it goes at once */
    private record Parted(
            Failover.Trigger trigger,
            EndReason reason,
            @Nullable Instant keepUntil,
            Journey.Wish wish,
            Reason why) {}

    private Parted parted(Instance instance, Loss loss, Reason why) {
        Failover.Trigger trigger = trigger(loss);
        return new Parted(
                trigger,
                loss.vendorSaysSo() ? EndReason.LOST : EndReason.SILENT,
                keepUntil(instance, loss, why.since()),
                trigger == Failover.Trigger.OUTBID ? Journey.Wish.GPU : Journey.Wish.SOONEST,
                why);
    }

    private Outcome fence(Instance instance, InstanceState.Served served, Loss loss, Parted parted) {
        Instant now = parted.why().since();
        Failover failover = begun(instance, loss, parted, now);
        if (!failovers.begin(failover)) {
            return Outcome.STALE;
        }
        instance.enterEpoch(placements.nextEpoch(instance.id(), instance.epoch()));
        instance.become(served.failOver(parted.why(), parted.wish()));
        instances.save(instance, ORIGIN, now);
        ends.lostAgain(instance, loss.epoch(), now);
        giveBack.everything(
                instance, parted.reason(), parted.why().detail(), loss.lastSeenAt(), parted.keepUntil(), ORIGIN, now);
        facts.decided(failover, now);
        boxLeft.nothingServes(instance.id(), now);
        return Outcome.FAILING_OVER;
    }

    private Failover begun(Instance instance, Loss loss, Parted parted, Instant now) {
        Optional<Instant> point = files.recoveryPoint(instance.id());
        // The programs of a machine that moves stand still since its last version: whatever the clocks say, nothing
        // came after it.
        Integer lostWork = parted.trigger() == Failover.Trigger.MANUAL
                ? Integer.valueOf(0)
                : point.map(at -> Math.toIntExact(Math.max(
                                0, Duration.between(at, loss.lastSeenAt()).toSeconds())))
                        .orElse(null);
        return new Failover(
                ids.next(FailoverId::new),
                instance.id(),
                instance.user(),
                loss.epoch(),
                null,
                parted.trigger(),
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
                lostWork,
                parted.keepUntil());
    }
}
