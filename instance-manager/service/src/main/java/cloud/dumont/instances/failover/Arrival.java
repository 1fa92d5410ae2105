package cloud.dumont.instances.failover;

import cloud.dumont.events.PlacementEvent;
import cloud.dumont.instances.backup.FilesBack;
import cloud.dumont.instances.instance.FailoverConfig;
import cloud.dumont.instances.instance.Instance;
import cloud.dumont.instances.instance.InstanceState;
import cloud.dumont.instances.instance.Instances;
import cloud.dumont.instances.instance.Journey;
import cloud.dumont.instances.instance.Origin;
import cloud.dumont.instances.instance.ReasonCode;
import cloud.dumont.instances.instance.Serving;
import cloud.dumont.instances.instance.Target;
import cloud.dumont.instances.placement.DatabaseClock;
import cloud.dumont.instances.placement.Placement;
import cloud.dumont.instances.placement.Placements;
import cloud.dumont.kernel.InstanceId;
import cloud.dumont.kernel.PlacementId;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Lets a machine go on where its files are. In this commit the way there opens, and the user pays again. */
@Component
class Arrival {
    private static final Origin ORIGIN = Origin.system("failover");
    private final Instances instances;
    private final Placements placements;
    private final Failovers failovers;
    private final FailoverFacts facts;
    private final FilesBack files;
    private final DatabaseClock paidTime;
    private final MeterRegistry meters;
    private final FailoverConfig config;
    private final InstantSource clock;

    Arrival(
            Instances instances,
            Placements placements,
            Failovers failovers,
            FailoverFacts facts,
            FilesBack files,
            DatabaseClock paidTime,
            MeterRegistry meters,
            FailoverConfig config,
            InstantSource clock) {
        this.instances = instances;
        this.placements = placements;
        this.failovers = failovers;
        this.facts = facts;
        this.files = files;
        this.paidTime = paidTime;
        this.meters = meters;
        this.config = config;
        this.clock = clock;
    }

    private record Rows(
            Instance instance, InstanceState.FailingOver moving, Journey.Restoring restoring, Placement placement) {}

    private Optional<Rows> lock(InstanceId id, PlacementId place) {
        Placement placement = placements.lock(place).orElseThrow();
        Instance instance = instances.lock(id).orElseThrow();
        return instance.state() instanceof InstanceState.FailingOver moving
                        && moving.journey() instanceof Journey.Restoring restoring
                        && restoring.target().placement().equals(place)
                        && !placement.state().isOver()
                ? Optional.of(new Rows(instance, moving, restoring, placement))
                : Optional.empty();
    }

    /** Keeps what was heard. @return false when nothing came for too long */
    @Transactional
    public boolean isMoving(InstanceId id, PlacementId place, Journey.News news) {
        Instant now = clock.instant();
        return lock(id, place)
                .map(rows -> {
                    failovers.newest(id).ifPresent(failover -> {
                        noteGpu(failover, rows);
                        failovers.restoring(failover.id(), now);
                    });
                    Journey.Restoring next = rows.restoring().looked(news, now, config);
                    if (!next.equals(rows.restoring())) {
                        rows.instance()
                                .become(rows.moving().go(next, rows.moving().reason()));
                        instances.save(rows.instance(), ORIGIN, now);
                    }
                    return now.isBefore(next.deadline(config));
                })
                .orElse(true);
    }

    @Transactional
    public void arrive(InstanceId id, PlacementId place) {
        lock(id, place).ifPresent(rows -> arrive(rows, clock.instant()));
    }

    private void arrive(Rows rows, Instant now) {
        Instant openedAt = paidTime.now();
        Instance instance = rows.instance();
        Placement placement = rows.placement();
        placement.serve(openedAt);
        placements.save(placement);
        ReasonCode why = reached(rows.restoring().target());
        instance.become(rows.moving().arrive(why.reason(now, ORIGIN.actor()), Serving.by(placement, openedAt)));
        instances.save(instance, ORIGIN, now);
        placements.tell(
                placement,
                new PlacementEvent.ServingStarted(
                        instance.id(),
                        placement.kind(),
                        1,
                        openedAt,
                        placement.price(),
                        placement.cost(),
                        placement.sold().gpu().id(),
                        placement.sold().gpuCount(),
                        placement.vendor()),
                ORIGIN.actor(),
                null,
                now);
        failovers.newest(instance.id()).ifPresent(moved -> {
            noteGpu(moved, rows);
            Failover failover = withRecoveryPoint(moved, placement, now);
            switch (rows.restoring().target().kind()) {
                case STANDBY -> gotOver(failover, rows, now);
                case GPU -> {
                    gotOver(failover, rows, now);
                    failovers.returned(failover.id(), now);
                }
                case RETURN -> {
                    Duration frozen = Duration.between(rows.moving().journey().began(), now);
                    failovers.returned(failover.id(), now);
                    facts.returned(failover, placement.epoch(), frozen, now);
                    record("return", instance, frozen);
                }
            }
        });
    }

    private static ReasonCode reached(Target target) {
        return switch (target.kind()) {
            case STANDBY -> ReasonCode.ON_STANDBY;
            case GPU -> ReasonCode.MOVED_TO_GPU;
            case RETURN -> ReasonCode.RETURNED;
        };
    }

    /** A GPU that is taken directly is bought by others, who know nothing of moves. */
    private void noteGpu(Failover failover, Rows rows) {
        Target target = rows.restoring().target();
        if (target.kind() == Target.Kind.GPU && !target.epoch().equals(failover.toEpoch())) {
            failovers.activating(
                    failover.id(),
                    new Failover.Place(Placement.GPU, rows.placement().vendor(), target.where()),
                    target.epoch());
        }
    }

    /** What the box brings back is older than what was decided by, if the newest version could not be read. */
    private Failover withRecoveryPoint(Failover failover, Placement placement, Instant now) {
        Optional<Instant> older = files.olderThanNewest(failover.instance(), placement.epoch());
        if (older.isEmpty() || failover.usableAt() != null) {
            return failovers.find(failover.id()).orElseThrow();
        }
        String detail = "The newest version could not be read; the files are as of " + older.get() + ".";
        failovers.readOlder(failover.id(), older.get(), new Failover.Evidence("version_unreadable", now, detail));
        return failovers.find(failover.id()).orElseThrow();
    }

    /** The lost box is got over. */
    private void gotOver(Failover failover, Rows rows, Instant now) {
        failovers.restoring(failover.id(), now);
        failovers.arrived(failover.id(), now);
        // After a return that failed it is no news that the lost box was got over.
        if (failover.usableAt() == null) {
            Map<String, Duration> took = took(failover, now);
            took.forEach((phase, duration) -> record(phase, rows.instance(), duration));
            facts.completed(failover, rows.placement(), took, now);
        }
    }

    private static Map<String, Duration> took(Failover failover, Instant now) {
        Instant ready = Objects.requireNonNullElse(failover.standbyReadyAt(), now);
        return Map.of(
                "detect", Duration.between(failover.lastSeenAt(), failover.decidedAt()),
                "activate", Duration.between(failover.fencedAt(), ready),
                "restore", Duration.between(ready, now),
                "total", Duration.between(failover.lastSeenAt(), now));
    }

    private void record(String phase, Instance instance, Duration took) {
        meters.timer(
                        "dumont.failover",
                        "phase",
                        phase,
                        "policy",
                        instance.standby().policy().word())
                .record(took);
    }
}
