package cloud.dumont.instances.enrolment;

import cloud.dumont.agent.protocol.PreflightReport;
import cloud.dumont.agent.protocol.PreflightVerdict;
import cloud.dumont.events.Actor;
import cloud.dumont.events.PlacementEvent;
import cloud.dumont.instances.instance.EndReason;
import cloud.dumont.instances.instance.Instance;
import cloud.dumont.instances.instance.InstanceState;
import cloud.dumont.instances.instance.Instances;
import cloud.dumont.instances.instance.Origin;
import cloud.dumont.instances.instance.ReasonCode;
import cloud.dumont.instances.instance.RefuseBox;
import cloud.dumont.instances.instance.Serving;
import cloud.dumont.instances.placement.DatabaseClock;
import cloud.dumont.instances.placement.Placement;
import cloud.dumont.instances.placement.PlacementState;
import cloud.dumont.instances.placement.Placements;
import cloud.dumont.kernel.PlacementId;
import cloud.dumont.web.problem.CommonRefusal;
import cloud.dumont.web.problem.RefusedException;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Decides whether a box may serve. Accepting it is the moment from which the user pays. */
@Component
public class JudgePreflight {
    /** How long billing keeps money set aside for a launch; after that nobody vouches for the bill. */
    private static final Duration HOLD_LIFE = Duration.ofMinutes(5);

    private final Instances instances;
    private final Placements placements;
    private final RefuseBox refuseBox;
    private final JudgeStandby standby;
    private final DatabaseClock paidTime;
    private final MeterRegistry meters;
    private final InstantSource clock;

    JudgePreflight(
            Instances instances,
            Placements placements,
            RefuseBox refuseBox,
            JudgeStandby standby,
            DatabaseClock paidTime,
            MeterRegistry meters,
            InstantSource clock) {
        this.instances = instances;
        this.placements = placements;
        this.refuseBox = refuseBox;
        this.standby = standby;
        this.paidTime = paidTime;
        this.meters = meters;
        this.clock = clock;
    }

    /** May be repeated: a box that serves is told so again. */
    @Transactional
    public PreflightVerdict judge(PlacementId id, PreflightReport report) {
        Placement placement = placements.lock(id).orElseThrow(() -> new RefusedException(new CommonRefusal.NotFound()));
        Instance machine = instances.lock(placement.instance()).orElseThrow();
        if (placement.state() == PlacementState.SERVING) {
            return accepted();
        }
        if (machine.state() instanceof InstanceState.Launching launching && id.equals(launching.placement())) {
            return new PreflightVerdict(PreflightVerdict.LATER, "Whether this box is ours is being found out.");
        }
        if (machine.state() instanceof InstanceState.FailingOver moving && placement.isStandby()) {
            return standby.judge(machine, moving, placement, report);
        }
        if (!placement.epoch().equals(report.epoch())
                || !(machine.state() instanceof InstanceState.Booting booting)
                || !booting.placement().equals(id)) {
            return new PreflightVerdict(PreflightVerdict.REJECTED, "This box is not wanted any more.");
        }
        if (!placement.isEnrolled()) {
            return new PreflightVerdict(PreflightVerdict.REJECTED, "This box never enrolled.");
        }
        if (!placement.isReachable()) {
            return new PreflightVerdict(PreflightVerdict.LATER, "Its SSH server does not answer from outside yet.");
        }
        Instant now = clock.instant();
        if (now.isAfter(booting.cycle().heldAt().plus(HOLD_LIFE))) {
            return new PreflightVerdict(PreflightVerdict.LATER, "The money for it is being set aside again.");
        }
        Optional<String> fault = Preflight.fault(placement.sold(), report);
        if (fault.isPresent()) {
            refuseBox.refuse(
                    machine,
                    booting,
                    placement,
                    EndReason.PREFLIGHT_FAILED,
                    fault.get(),
                    Origin.system("preflight"),
                    now);
            return new PreflightVerdict(PreflightVerdict.REJECTED, fault.get());
        }
        serve(machine, booting, placement, now);
        return accepted();
    }

    static PreflightVerdict accepted() {
        return new PreflightVerdict(PreflightVerdict.ACCEPTED, "This box is what was sold.");
    }

    private void serve(Instance machine, InstanceState.Booting booting, Placement placement, Instant now) {
        Instant openedAt = paidTime.now();
        Origin origin = Origin.system("preflight");
        placement.serve(openedAt);
        placements.save(placement);
        machine.become(booting.pass(
                ReasonCode.PREFLIGHT_PASSED.reason(now, Actor.system("preflight")), Serving.by(placement, openedAt)));
        instances.save(machine, origin, now);
        placements.tell(
                placement,
                new PlacementEvent.ServingStarted(
                        machine.id(),
                        placement.kind(),
                        1,
                        openedAt,
                        placement.price(),
                        placement.cost(),
                        placement.sold().gpu().id(),
                        placement.sold().gpuCount(),
                        placement.vendor()),
                origin.actor(),
                null,
                now);
        meters.counter("dumont.launches", "vendor", placement.vendor(), "outcome", "running")
                .increment();
        meters.timer("dumont.launch", "vendor", placement.vendor())
                .record(Duration.between(booting.cycle().startedAt(), now));
    }
}
