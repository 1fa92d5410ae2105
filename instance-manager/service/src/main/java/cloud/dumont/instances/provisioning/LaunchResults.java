package cloud.dumont.instances.provisioning;

import cloud.dumont.events.Actor;
import cloud.dumont.events.PlacementEvent;
import cloud.dumont.instances.instance.Hunt;
import cloud.dumont.instances.instance.Instance;
import cloud.dumont.instances.instance.Instances;
import cloud.dumont.instances.instance.LaunchCycle;
import cloud.dumont.instances.instance.Origin;
import cloud.dumont.instances.instance.Reason;
import cloud.dumont.instances.instance.ReasonCode;
import cloud.dumont.instances.offer.Offers;
import cloud.dumont.instances.placement.LaunchAttempt;
import cloud.dumont.instances.placement.LaunchAttempts;
import cloud.dumont.instances.placement.Placement;
import cloud.dumont.instances.placement.Placements;
import cloud.dumont.instances.reclaim.BoxRef;
import cloud.dumont.instances.reclaim.Reclaims;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Writes down what became of an attempt, each in one transaction with everything that follows from it. An attempt is
 * settled once; a second answer changes nothing. The machine may have been cancelled meanwhile: then what was rented goes
 * straight to reclaim.
 */
@Component
class LaunchResults {
    private static final Origin ORIGIN = Origin.system("provisioning");
    private final Instances instances;
    private final Placements placements;
    private final LaunchAttempts attempts;
    private final Reclaims reclaims;
    private final Offers offers;
    private final MeterRegistry meters;
    private final InstantSource clock;

    LaunchResults(
            Instances instances,
            Placements placements,
            LaunchAttempts attempts,
            Reclaims reclaims,
            Offers offers,
            MeterRegistry meters,
            InstantSource clock) {
        this.instances = instances;
        this.placements = placements;
        this.attempts = attempts;
        this.reclaims = reclaims;
        this.offers = offers;
        this.meters = meters;
        this.clock = clock;
    }

    private record Rows(Instance instance, Placement placement) {}

    private Rows lock(LaunchAttempt attempt) {
        Placement placement = placements.lock(attempt.placement()).orElseThrow();
        return new Rows(instances.lock(placement.instance()).orElseThrow(), placement);
    }

    /** The endeavour that the attempt is part of, if it still goes on. */
    private static Optional<Hunt.Buying> buying(Rows rows) {
        return Hunt.buying(rows.instance().state())
                .filter(hunt -> rows.placement().id().equals(hunt.placement()));
    }

    /** @param how {@code ACCEPTED}: the vendor said so; {@code ADOPTED}: it was found by its label */
    @Transactional
    public void rented(LaunchAttempt attempt, String vendorRef, LaunchAttempt.State how) {
        Rows rows = lock(attempt);
        Instant now = clock.instant();
        if (!attempts.settle(attempt.id(), how, vendorRef, null, null, now)) {
            return;
        }
        Placement placement = rows.placement();
        placement.rented(vendorRef, now);
        placements.save(placement);
        if (placement.state().isOver()) {
            reclaims.want(
                    new BoxRef(placement.vendor(), placement.vendorAccount(), vendorRef),
                    attempt.label(),
                    String.valueOf(placement.endReason()),
                    placement.cost(),
                    now);
        }
        if (!placement.state().isOver()) {
            Reason why = ReasonCode.WAITING_FOR_ADDRESS.reason(now, ORIGIN.actor(), Map.of("vendor", attempt.vendor()));
            buying(rows).ifPresent(hunt -> rows.instance().become(hunt.rented(placement.id(), why)));
        }
        instances.save(rows.instance(), ORIGIN, now);
        settled(rows, attempt, how.word(), null, now);
    }

    /** A definite no. @param marks what the endeavour learns from it */
    @Transactional
    public void rejected(
            LaunchAttempt attempt,
            String code,
            String detail,
            @Nullable String leftBehind,
            UnaryOperator<LaunchCycle> marks) {
        Rows rows = lock(attempt);
        Instant now = clock.instant();
        if (!attempts.settle(attempt.id(), LaunchAttempt.State.REJECTED, leftBehind, code, detail, now)) {
            return;
        }
        if (leftBehind != null) {
            reclaims.want(
                    new BoxRef(attempt.vendor(), rows.placement().vendorAccount(), leftBehind),
                    attempt.label(),
                    code,
                    attempt.quotedCost(),
                    now);
        }
        nextOffer(rows, attempt, code, marks, now);
        settled(rows, attempt, LaunchAttempt.State.REJECTED.word(), code, now);
    }

    /** The vendor made nothing of it, as far as anybody can know. */
    @Transactional
    public void absent(LaunchAttempt attempt) {
        Rows rows = lock(attempt);
        Instant now = clock.instant();
        String code = attempt.errorCode() == null ? "unreachable" : attempt.errorCode();
        if (!attempts.settle(
                attempt.id(), LaunchAttempt.State.ABSENT, null, code, "The vendor never rented it to us.", now)) {
            return;
        }
        nextOffer(rows, attempt, code, LaunchCycle::oneMoreTried, now);
        settled(rows, attempt, LaunchAttempt.State.ABSENT.word(), code, now);
    }

    private void nextOffer(
            Rows rows, LaunchAttempt attempt, String code, UnaryOperator<LaunchCycle> marks, Instant now) {
        Reason why = ReasonCode.OFFER_REFUSED.reason(
                now,
                ORIGIN.actor(),
                Map.of("vendor", attempt.vendor(), "n", Integer.toString(attempt.n()), "code", code));
        buying(rows).ifPresent(hunt -> rows.instance().become(hunt.again(why, marks.apply(hunt.cycle()))));
        instances.save(rows.instance(), ORIGIN, now);
    }

    /** Nobody knows yet. */
    @Transactional
    public void lost(LaunchAttempt attempt, String code, String detail, Instant settleDeadline) {
        Rows rows = lock(attempt);
        Instant now = clock.instant();
        attempts.lost(attempt.id(), code, detail, settleDeadline);
        Reason why = ReasonCode.ANSWER_LOST.reason(now, ORIGIN.actor(), Map.of("vendor", attempt.vendor()));
        buying(rows).ifPresent(hunt -> {
            rows.instance().become(hunt.again(why, hunt.cycle()));
            instances.save(rows.instance(), ORIGIN, now);
        });
    }

    private void settled(Rows rows, LaunchAttempt attempt, String outcome, @Nullable String code, Instant now) {
        placements.tell(
                rows.placement(),
                new PlacementEvent.AttemptSettled(
                        rows.instance().id(),
                        attempt.n(),
                        attempt.offer().text(),
                        outcome,
                        code,
                        Duration.between(attempt.sentAt(), now).toMillis()),
                Actor.system("provisioning"),
                null,
                now);
        if ("no_capacity".equals(code)) {
            offers.gone(attempt.offer(), now);
        }
        meters.counter("dumont.launches", "vendor", attempt.vendor(), "outcome", code == null ? outcome : code)
                .increment();
    }
}
