package cloud.dumont.instances.drill;

import cloud.dumont.instances.backup.FilesAhead;
import cloud.dumont.instances.backup.FilesInPlace;
import cloud.dumont.instances.backup.FilesProved;
import cloud.dumont.instances.failover.StandbyLaunch;
import cloud.dumont.instances.failover.StandbyPurchase;
import cloud.dumont.instances.failover.StandbyWatch;
import cloud.dumont.instances.instance.Desired;
import cloud.dumont.instances.instance.FailoverConfig;
import cloud.dumont.instances.instance.Instance;
import cloud.dumont.instances.instance.InstanceState;
import cloud.dumont.instances.instance.Instances;
import cloud.dumont.instances.placement.LaunchAttempt;
import cloud.dumont.instances.placement.LaunchAttempts;
import cloud.dumont.instances.placement.Placement;
import cloud.dumont.instances.placement.Placements;
import cloud.dumont.instances.provisioning.BootstrapToken;
import cloud.dumont.instances.standby.Standbys;
import cloud.dumont.instances.vendor.Vendors;
import cloud.dumont.instances.worklist.Next;
import cloud.dumont.instances.worklist.Queue;
import cloud.dumont.instances.worklist.Work;
import cloud.dumont.kernel.DrillId;
import cloud.dumont.kernel.PlacementId;
import cloud.dumont.provider.StandbyProvider;
import cloud.dumont.web.problem.RefusedException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Takes a drill one step further: a standby beside the machine, its files there, read back and compared, and gone again. */
@Component
class DrillWork implements Work {
    private static final Duration STORE_AWAY = Duration.ofSeconds(10);
    private final Drills drills;
    private final DrillSteps steps;
    private final Instances instances;
    private final Placements placements;
    private final LaunchAttempts attempts;
    private final StandbyPurchase purchase;
    private final StandbyLaunch launch;
    private final StandbyWatch watch;
    private final Standbys standbys;
    private final Vendors vendors;
    private final FilesAhead ahead;
    private final FilesProved proved;
    private final FailoverConfig failover;
    private final DrillConfig config;
    private final InstantSource clock;

    DrillWork(
            Drills drills,
            DrillSteps steps,
            Instances instances,
            Placements placements,
            LaunchAttempts attempts,
            StandbyPurchase purchase,
            StandbyLaunch launch,
            StandbyWatch watch,
            Standbys standbys,
            Vendors vendors,
            FilesAhead ahead,
            FilesProved proved,
            FailoverConfig failover,
            DrillConfig config,
            InstantSource clock) {
        this.drills = drills;
        this.steps = steps;
        this.instances = instances;
        this.placements = placements;
        this.attempts = attempts;
        this.purchase = purchase;
        this.launch = launch;
        this.watch = watch;
        this.standbys = standbys;
        this.vendors = vendors;
        this.ahead = ahead;
        this.proved = proved;
        this.failover = failover;
        this.config = config;
        this.clock = clock;
    }

    @Override
    public Queue queue() {
        return Queue.DRILL;
    }

    @Override
    public Next step(String key) {
        Drill drill = drills.find(DrillId.parse(key)).orElse(null);
        if (drill == null || drill.state().isOver()) {
            return Next.done();
        }
        Instance instance = instances.find(drill.instance()).orElseThrow();
        if (!serves(instance) || isOvertaken(instance, drill)) {
            steps.end(drill, Drill.State.CANCELLED, "The machine went another way meanwhile.");
            return Next.done();
        }
        if (!clock.instant().isBefore(drill.requestedAt().plus(config.deadline()))) {
            steps.end(drill, Drill.State.FAILED, "It was not done in time.");
            return Next.done();
        }
        return switch (drill.state()) {
            case CHOOSING -> choose(instance, drill);
            case STARTING -> start(drill);
            case RESTORING -> restore(drill);
            case PASSED, FAILED, CANCELLED -> Next.done();
        };
    }

    private static boolean serves(Instance instance) {
        return instance.desired() == Desired.RUNNING
                && instance.state() instanceof InstanceState.Served served
                && served.finalBackup() == null;
    }

    /** With a later epoch the standby of the drill may read nothing any more. */
    private boolean isOvertaken(Instance instance, Drill drill) {
        return Optional.ofNullable(drill.placement())
                .flatMap(placements::find)
                .filter(placement ->
                        placement.state().isOver() || !instance.epoch().isBefore(placement.epoch()))
                .isPresent();
    }

    private Next choose(Instance instance, Drill drill) {
        List<Standbys.Place> places = standbys.places(instance.standby(), drill.failedZones());
        StandbyProvider cloud = vendors.standby().orElse(null);
        if (places.isEmpty() || cloud == null) {
            steps.end(drill, Drill.State.FAILED, "No zone has room for a standby now.");
            return Next.done();
        }
        purchase.checkReady();
        BootstrapToken token = BootstrapToken.make();
        Optional<StandbyPurchase.Intent> intent = steps.intend(drill, places.getFirst(), cloud.vendor(), token);
        intent.ifPresent(wanted -> launch.launch(cloud, wanted, token, steps));
        return intent.isPresent() ? Next.now() : Next.after(failover.poll());
    }

    private Next start(Drill drill) {
        Placement standby = standby(drill);
        LaunchAttempt attempt = attempts.last(standby.id()).orElseThrow();
        if (!attempt.state().isSettled()) {
            return launch.settle(attempt, standby.zone(), steps);
        }
        Optional<String> fault = watch.look(standby)
                .or(() -> isLate(drill) ? Optional.of("it did not report for duty in time") : Optional.empty());
        if (fault.isPresent()) {
            steps.failed(standby.id(), fault.get());
            return Next.now();
        }
        if (standby.isEnrolled() && standby.isReachable()) {
            steps.restore(drill, standby);
            return Next.now();
        }
        return Next.after(failover.poll());
    }

    private boolean isLate(Drill drill) {
        return !clock.instant().isBefore(drill.since().plus(failover.activation()));
    }

    private Placement standby(Drill drill) {
        PlacementId place = drill.placement();
        return Optional.ofNullable(place).flatMap(placements::find).orElseThrow();
    }

    private Next restore(Drill drill) {
        Placement standby = standby(drill);
        FilesInPlace files = ahead.of(standby.id()).orElseThrow();
        return switch (files.state()) {
            case WAITING, RUNNING -> {
                Optional<String> fault = watch.look(standby);
                fault.ifPresent(detail -> steps.failed(standby.id(), detail));
                yield fault.isPresent() ? Next.now() : Next.after(failover.poll());
            }
            case FAILED -> {
                steps.compare(
                        drill, files, null, files.problem() == null ? "Its files did not come." : files.problem());
                yield Next.done();
            }
            case DONE -> compare(drill, files);
        };
    }

    private Next compare(Drill drill, FilesInPlace files) {
        try {
            FilesProved.Version saved = proved.of(files).orElse(null);
            steps.compare(drill, files, saved, fault(files, saved));
            return Next.done();
        } catch (RefusedException e) {
            if (e.refusal().status() == 503) {
                return Next.after(STORE_AWAY);
            }
            steps.compare(drill, files, null, e.refusal().detail());
            return Next.done();
        }
    }

    private static @Nullable String fault(FilesInPlace files, FilesProved.@Nullable Version saved) {
        FilesInPlace.Proof proof = files.proof();
        if (proof == null || saved == null) {
            return "What was restored could not be read back.";
        }
        if (files.damagedFiles() > 0) {
            return files.damagedFiles() + " files could not be brought back whole.";
        }
        if (!proof.differing().isEmpty()) {
            return "Some files are not what was saved, " + proof.differing().getFirst() + " among them.";
        }
        return proof.digest().equals(saved.digest()) && proof.entries() == saved.entries()
                ? null
                : "What was restored is not what was saved.";
    }
}
