package cloud.dumont.billing.spending.web;

import cloud.dumont.billing.spending.CanSpend;
import cloud.dumont.billing.spending.LaunchHolds;
import cloud.dumont.kernel.HourlyPrice;
import cloud.dumont.kernel.InstanceId;
import cloud.dumont.kernel.UserId;
import cloud.dumont.web.problem.CommonRefusal;
import cloud.dumont.web.problem.RefusedException;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** For the other services. */
@RestController
class HoldController {
    /** A million dollars an hour: beyond it is a mistake, not a machine. */
    private static final long MAX_NANOS = 1_000_000_000_000_000L;

    private final LaunchHolds holds;
    private final CanSpend canSpend;
    private final InstantSource clock;

    HoldController(LaunchHolds holds, CanSpend canSpend, InstantSource clock) {
        this.holds = holds;
        this.canSpend = canSpend;
        this.clock = clock;
    }

    record LaunchHold(
            @Nullable InstanceId instance,
            @Nullable UserId user,
            @Nullable HourlyPrice pricePerHour,
            @Nullable String purpose) {}

    @PostMapping("/internal/holds")
    LaunchHolds.Taken take(@RequestBody LaunchHold asked) {
        if (!"launch".equals(asked.purpose())) {
            throw invalid("#/purpose", "The purpose of a hold asked for is launch.");
        }
        if (asked.instance() == null || asked.user() == null) {
            throw invalid("#/instance", "A hold names an instance and its user.");
        }
        return holds.take(
                asked.user(),
                asked.instance(),
                sane(asked.pricePerHour(), "#/price_per_hour"),
                clock.instant().truncatedTo(ChronoUnit.MICROS));
    }

    @DeleteMapping("/internal/holds/{instance}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void release(@PathVariable InstanceId instance) {
        holds.release(instance, clock.instant());
    }

    @GetMapping("/internal/can-spend")
    CanSpend.Answer canSpend(@RequestParam UserId user, @RequestParam("price_nanos_h") long price) {
        return canSpend.ask(user, sane(new HourlyPrice(price), "?price_nanos_h"), clock.instant());
    }

    private static HourlyPrice sane(@Nullable HourlyPrice price, String pointer) {
        if (price == null || price.nanos() < 0 || price.nanos() > MAX_NANOS) {
            throw invalid(pointer, "A price per hour is between 0 and a million dollars.");
        }
        return price;
    }

    private static RefusedException invalid(String pointer, String detail) {
        return new RefusedException(new CommonRefusal.ValidationFailed(pointer, "invalid", detail));
    }
}
