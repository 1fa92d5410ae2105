package cloud.dumont.instances.enrolment;

import cloud.dumont.agent.protocol.PreflightReport;
import cloud.dumont.agent.protocol.PreflightVerdict;
import cloud.dumont.instances.instance.Instance;
import cloud.dumont.instances.instance.InstanceState;
import cloud.dumont.instances.instance.Instances;
import cloud.dumont.instances.instance.Journey;
import cloud.dumont.instances.instance.Origin;
import cloud.dumont.instances.instance.ReasonCode;
import cloud.dumont.instances.placement.Placement;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Decides whether a standby may take a machine's files. Nobody pays for it before they are there. */
@Component
class JudgeStandby {
    private static final Origin ORIGIN = Origin.system("preflight");
    private final Instances instances;
    private final InstantSource clock;

    JudgeStandby(Instances instances, InstantSource clock) {
        this.instances = instances;
        this.clock = clock;
    }

    /** On locked rows. May be repeated. */
    PreflightVerdict judge(
            Instance machine, InstanceState.FailingOver moving, Placement placement, PreflightReport report) {
        boolean wanted = placement.epoch().equals(report.epoch())
                && moving.journey()
                        .chosen()
                        .filter(target -> target.placement().equals(placement.id()))
                        .isPresent();
        if (!wanted) {
            return unwanted();
        }
        return switch (moving.journey()) {
            case Journey.Restoring restoring -> JudgePreflight.accepted();
            case Journey.Choosing choosing -> unwanted();
            case Journey.Buying buying -> unwanted();
            case Journey.Starting starting -> unwanted();
            case Journey.Activating activating -> begin(machine, moving, activating, placement, report);
        };
    }

    private static PreflightVerdict unwanted() {
        return new PreflightVerdict(PreflightVerdict.REJECTED, "This box is not wanted any more.");
    }

    private PreflightVerdict begin(
            Instance machine,
            InstanceState.FailingOver moving,
            Journey.Activating activating,
            Placement placement,
            PreflightReport report) {
        if (!placement.isEnrolled() || !placement.isReachable()) {
            return new PreflightVerdict(PreflightVerdict.LATER, "Its SSH server does not answer from outside yet.");
        }
        Optional<String> fault = Preflight.withoutGpu(placement.sold(), report);
        if (fault.isPresent()) {
            // Its time runs out, and another place is tried.
            return new PreflightVerdict(PreflightVerdict.LATER, fault.get());
        }
        Instant now = clock.instant();
        machine.become(moving.go(
                activating.enrolled(now),
                ReasonCode.FAILING_OVER_RESTORING.reason(
                        now, ORIGIN.actor(), Map.of("zone", activating.target().where()))));
        instances.save(machine, ORIGIN, now);
        return JudgePreflight.accepted();
    }
}
