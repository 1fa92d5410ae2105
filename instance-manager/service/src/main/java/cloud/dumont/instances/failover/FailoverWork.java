package cloud.dumont.instances.failover;

import cloud.dumont.instances.backup.FilesBack;
import cloud.dumont.instances.instance.FailoverConfig;
import cloud.dumont.instances.instance.FinalBackup;
import cloud.dumont.instances.instance.Instance;
import cloud.dumont.instances.instance.InstanceState;
import cloud.dumont.instances.instance.Instances;
import cloud.dumont.instances.instance.Journey;
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
import cloud.dumont.kernel.InstanceId;
import cloud.dumont.observability.LogKeys;
import cloud.dumont.provider.StandbyProvider;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.slf4j.MDC;
import org.springframework.stereotype.Component;

/** Moves a fenced machine one step further towards a box on which it goes on, and one on a standby towards a GPU. */
@Component
class FailoverWork implements Work {
    private final Instances instances;
    private final Placements placements;
    private final LaunchAttempts attempts;
    private final StandbyIntents intents;
    private final StandbyWatch watch;
    private final Arrival arrival;
    private final FailoverEnds ends;
    private final ReturnWork returns;
    private final GpuDirectly gpu;
    private final GpuSteps gpuSteps;
    private final GiveUpBox giveUp;
    private final Standbys standbys;
    private final StandbyPurchase purchase;
    private final StandbyLaunch launch;
    private final Vendors vendors;
    private final FilesBack files;
    private final FailoverConfig config;
    private final InstantSource clock;

    FailoverWork(
            Instances instances,
            Placements placements,
            LaunchAttempts attempts,
            StandbyIntents intents,
            StandbyWatch watch,
            Arrival arrival,
            FailoverEnds ends,
            ReturnWork returns,
            GpuDirectly gpu,
            GpuSteps gpuSteps,
            GiveUpBox giveUp,
            Standbys standbys,
            StandbyPurchase purchase,
            StandbyLaunch launch,
            Vendors vendors,
            FilesBack files,
            FailoverConfig config,
            InstantSource clock) {
        this.instances = instances;
        this.placements = placements;
        this.attempts = attempts;
        this.intents = intents;
        this.watch = watch;
        this.arrival = arrival;
        this.ends = ends;
        this.returns = returns;
        this.gpu = gpu;
        this.gpuSteps = gpuSteps;
        this.giveUp = giveUp;
        this.standbys = standbys;
        this.purchase = purchase;
        this.launch = launch;
        this.vendors = vendors;
        this.files = files;
        this.config = config;
        this.clock = clock;
    }

    @Override
    public Queue queue() {
        return Queue.FAILOVER;
    }

    @Override
    public Next step(String key) {
        Instance instance = instances.find(InstanceId.parse(key)).orElse(null);
        if (instance == null) {
            return Next.done();
        }
        MDC.put(LogKeys.MACHINE, key);
        try {
            return switch (instance.state()) {
                case InstanceState.FailingOver moving -> move(instance, moving.journey());
                case InstanceState.OnStandby standby -> returns.step(instance, standby);
                case InstanceState.Served served
                when served.finalBackup() != null && served.finalBackup().then() == FinalBackup.Then.MOVE ->
                    leave(instance.id());
                default -> {
                    ends.look(instance.id());
                    yield Next.done();
                }
            };
        } finally {
            MDC.remove(LogKeys.MACHINE);
        }
    }

    /** Its last version is being saved, and then it goes. */
    private Next leave(InstanceId id) {
        giveUp.move(id);
        return Next.after(config.poll());
    }

    private Next move(Instance instance, Journey journey) {
        return switch (journey) {
            case Journey.Choosing choosing -> choose(instance, choosing);
            case Journey.Buying buying -> hunt(instance, buying);
            case Journey.Starting starting -> hunt(instance, starting);
            case Journey.Activating activating -> activate(instance, activating);
            case Journey.Restoring restoring -> restore(instance, restoring);
        };
    }

    /** Its box is bought and started by another queue, like any. */
    private Next hunt(Instance instance, Journey journey) {
        if (clock.instant().isBefore(journey.deadline(config))) {
            return Next.after(config.poll());
        }
        gpuSteps.late(instance.id());
        return Next.now();
    }

    private Next choose(Instance instance, Journey.Choosing choosing) {
        if (instance.standby().isOff()) {
            intents.unwanted(instance.id());
            return Next.now();
        }
        List<Standbys.Place> places = standbys.places(instance.standby(), choosing.failed());
        Optional<StandbyProvider> cloud = vendors.standby();
        boolean isRoom = !places.isEmpty() && cloud.isPresent();
        if (gpu.begin(instance, choosing, isRoom ? cloud.map(StandbyProvider::vendor) : Optional.empty())) {
            return Next.after(config.poll());
        }
        if (!isRoom) {
            Duration left = Duration.between(clock.instant(), choosing.deadline(config));
            if (left.isPositive()) {
                return Next.after(left);
            }
            intents.nothing(instance.id(), "no zone has room");
            return Next.after(config.chooseAgain());
        }
        purchase.checkReady();
        BootstrapToken token = BootstrapToken.make();
        Optional<StandbyPurchase.Intent> intent =
                intents.intend(instance.id(), places.getFirst(), cloud.get().vendor(), token);
        intent.ifPresent(wanted -> launch.launch(cloud.get(), wanted, token, intents));
        return intent.isPresent() ? Next.now() : Next.after(config.poll());
    }

    private Next activate(Instance instance, Journey.Activating activating) {
        Placement placement = placements.find(activating.target().placement()).orElseThrow();
        LaunchAttempt attempt = attempts.last(placement.id()).orElseThrow();
        if (!attempt.state().isSettled()) {
            return launch.settle(attempt, activating.target().where(), intents);
        }
        Instant now = clock.instant();
        if (!now.isBefore(activating.deadline(config))) {
            intents.failed(instance.id(), placement.id(), "it did not report for duty in time");
            return Next.now();
        }
        Optional<String> fault = watch.look(placement);
        fault.ifPresent(detail -> intents.failed(instance.id(), placement.id(), detail));
        return fault.isPresent() ? Next.now() : Next.after(config.poll());
    }

    private Next restore(Instance instance, Journey.Restoring restoring) {
        Placement placement = placements.find(restoring.target().placement()).orElseThrow();
        return switch (files.of(instance.id(), restoring.target().epoch())) {
            case FilesBack.Standing.Usable usable -> {
                arrival.arrive(instance.id(), placement.id());
                yield Next.now();
            }
            case FilesBack.Standing.Failed failed -> {
                intents.failed(instance.id(), placement.id(), failed.detail());
                yield Next.now();
            }
            case FilesBack.Standing.NotBegun notBegun -> awaited(instance, Journey.News.NONE, placement);
            case FilesBack.Standing.Coming coming ->
                awaited(instance, new Journey.News(coming.phase(), coming.files(), coming.bytes()), placement);
        };
    }

    private Next awaited(Instance instance, Journey.News news, Placement placement) {
        Optional<String> fault = watch.look(placement);
        boolean moves = fault.isEmpty() && arrival.isMoving(instance.id(), placement.id(), news);
        if (!moves) {
            intents.failed(instance.id(), placement.id(), fault.orElse("its files do not come back"));
            return Next.now();
        }
        return Next.after(config.poll());
    }
}
