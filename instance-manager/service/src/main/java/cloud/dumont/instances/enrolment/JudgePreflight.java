package cloud.dumont.instances.enrolment;

import cloud.dumont.agent.protocol.PreflightReport;
import cloud.dumont.agent.protocol.PreflightVerdict;
import cloud.dumont.events.Actor;
import cloud.dumont.events.PlacementEvent;
import cloud.dumont.instances.drill.Drills;
import cloud.dumont.instances.instance.EndReason;
import cloud.dumont.instances.instance.Hunt;
import cloud.dumont.instances.instance.Instance;
import cloud.dumont.instances.instance.InstanceState;
import cloud.dumont.instances.instance.Instances;
import cloud.dumont.instances.instance.Journey;
import cloud.dumont.instances.instance.Origin;
import cloud.dumont.instances.instance.Reason;
import cloud.dumont.instances.instance.ReasonCode;
import cloud.dumont.instances.instance.RefuseBox;
import cloud.dumont.instances.instance.ReturnJourney;
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
import java.util.Map;
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
    private final Drills drills;
    private final DatabaseClock paidTime;
    private final MeterRegistry meters;
    private final InstantSource clock;

    JudgePreflight(
            Instances instances,
            Placements placements,
            RefuseBox refuseBox,
            JudgeStandby standby,
            Drills drills,
            DatabaseClock paidTime,
            MeterRegistry meters,
            InstantSource clock) {
        this.instances = instances;
        this.placements = placements;
        this.refuseBox = refuseBox;
        this.standby = standby;
        this.drills = drills;
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
        if (Hunt.buying(machine.state())
                .filter(hunt -> id.equals(hunt.placement()))
                .isPresent()) {
            return later("Whether this box is ours is being found out.");
        }
        if (drills.has(id)) {
            return later("It only shows that it could take over.");
        }
        if (machine.state() instanceof InstanceState.FailingOver moving
                && !(moving.journey() instanceof Journey.Starting)) {
            return standby.judge(machine, moving, placement, report);
        }
        if (machine.state() instanceof InstanceState.OnStandby onStandby && isCandidate(onStandby, id)) {
            return later("It waits for the machine to leave its standby.");
        }
        Hunt.Starting hunt = Hunt.starting(machine.state())
                .filter(starting -> starting.placement().equals(id))
                .orElse(null);
        if (hunt == null || !placement.epoch().equals(report.epoch())) {
            return new PreflightVerdict(PreflightVerdict.REJECTED, "This box is not wanted any more.");
        }
        return judge(machine, hunt, placement, report);
    }

    private static boolean isCandidate(InstanceState.OnStandby onStandby, PlacementId id) {
        return switch (onStandby.journey()) {
            case ReturnJourney.Ready ready -> ready.candidate().placement().equals(id);
            case ReturnJourney.Freezing freezing ->
                freezing.candidate().placement().equals(id);
            case ReturnJourney.Searching searching -> false;
            case ReturnJourney.Buying buying -> false;
            case ReturnJourney.Starting starting -> false;
        };
    }

    private PreflightVerdict judge(Instance machine, Hunt.Starting hunt, Placement placement, PreflightReport report) {
        if (!placement.isEnrolled()) {
            return new PreflightVerdict(PreflightVerdict.REJECTED, "This box never enrolled.");
        }
        if (!placement.isReachable()) {
            return later("Its SSH server does not answer from outside yet.");
        }
        Instant now = clock.instant();
        if (hunt.isNew() && now.isAfter(hunt.cycle().heldAt().plus(HOLD_LIFE))) {
            return later("The money for it is being set aside again.");
        }
        Optional<String> fault = Preflight.fault(placement.sold(), report);
        if (fault.isPresent()) {
            refuseBox.refuse(
                    machine, hunt, placement, EndReason.PREFLIGHT_FAILED, fault.get(), Origin.system("preflight"), now);
            return new PreflightVerdict(PreflightVerdict.REJECTED, fault.get());
        }
        return switch (hunt.purpose()) {
            case NEW -> {
                serve(machine, hunt, placement, now);
                yield accepted();
            }
            case RETURN -> {
                passes(machine, hunt, placement, ReasonCode.RETURN_READY, now);
                yield later("It waits for the machine to leave its standby.");
            }
            case FAILOVER -> {
                passes(machine, hunt, placement, ReasonCode.FAILING_OVER_TO_GPU, now);
                yield accepted();
            }
        };
    }

    static PreflightVerdict accepted() {
        return new PreflightVerdict(PreflightVerdict.ACCEPTED, "This box is what was sold.");
    }

    private static PreflightVerdict later(String why) {
        return new PreflightVerdict(PreflightVerdict.LATER, why);
    }

    /** It is good, and serves when the machine's files are there. */
    private void passes(Instance machine, Hunt.Starting hunt, Placement placement, ReasonCode code, Instant now) {
        Origin origin = Origin.system("preflight");
        Reason why = code.reason(now, origin.actor(), Map.of("vendor", placement.vendor()));
        machine.become(hunt.pass(why, placement.epoch(), Serving.by(placement, now)));
        instances.save(machine, origin, now);
    }

    private void serve(Instance machine, Hunt.Starting hunt, Placement placement, Instant now) {
        Instant openedAt = paidTime.now();
        Origin origin = Origin.system("preflight");
        placement.serve(openedAt);
        placements.save(placement);
        machine.become(hunt.pass(
                ReasonCode.PREFLIGHT_PASSED.reason(now, Actor.system("preflight")),
                placement.epoch(),
                Serving.by(placement, openedAt)));
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
                .record(Duration.between(hunt.cycle().startedAt(), now));
    }
}
