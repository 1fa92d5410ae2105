package cloud.dumont.instances.instance.web;

import cloud.dumont.instances.instance.EndReason;
import cloud.dumont.instances.instance.Instances;
import cloud.dumont.instances.placement.LaunchAttempt;
import cloud.dumont.instances.placement.LaunchAttempts;
import cloud.dumont.instances.placement.Placement;
import cloud.dumont.instances.placement.Placements;
import cloud.dumont.kernel.HourlyPrice;
import cloud.dumont.kernel.InstanceId;
import cloud.dumont.kernel.OfferId;
import cloud.dumont.kernel.PlacementId;
import cloud.dumont.web.caller.Caller;
import cloud.dumont.web.caller.RequiresScope;
import cloud.dumont.web.problem.CommonRefusal;
import cloud.dumont.web.problem.RefusedException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** What was tried for a machine and what served it: the answer to "why". */
@RestController
class HistoryController {
    private static final Set<String> BOOT_FAILURES = Set.of(
            EndReason.BOOT_TIMEOUT.word(),
            EndReason.PREFLIGHT_FAILED.word(),
            EndReason.DEARER_THAN_QUOTED.word(),
            EndReason.TOKEN_REUSED.word());

    private final Instances instances;
    private final Placements placements;
    private final LaunchAttempts attempts;

    HistoryController(Instances instances, Placements placements, LaunchAttempts attempts) {
        this.instances = instances;
        this.placements = placements;
        this.attempts = attempts;
    }

    record OfferLine(OfferId id, String vendor, String gpu) {}

    record AttemptLine(
            int n,
            OfferLine offer,
            String outcome,
            @Nullable String code,
            @Nullable String detail,
            Instant startedAt,
            @Nullable Long ms) {}

    record Attempts(List<AttemptLine> data) {}

    record PlacementLine(
            PlacementId id,
            long epoch,
            String kind,
            String vendor,
            @Nullable String vendorRef,
            String label,
            String state,
            HourlyPrice pricePerHour,
            @Nullable Instant startedAt,
            @Nullable Instant endedAt,
            @Nullable String endReason) {}

    record PlacementLines(List<PlacementLine> data) {}

    /** Numbered over the whole life of the machine, oldest first. */
    @GetMapping("/api/v1/instances/{id}/attempts")
    @RequiresScope("instances:read")
    Attempts attempts(@PathVariable InstanceId id, Caller caller) {
        own(id, caller);
        Map<PlacementId, Placement> places =
                placements.of(id).stream().collect(Collectors.toMap(Placement::id, Function.identity()));
        List<AttemptLine> lines = new ArrayList<>();
        for (LaunchAttempt attempt : attempts.of(id)) {
            lines.add(line(lines.size() + 1, attempt, places.get(attempt.placement())));
        }
        return new Attempts(lines);
    }

    private static AttemptLine line(int n, LaunchAttempt attempt, @Nullable Placement place) {
        Instant settled = attempt.settledAt();
        OfferLine offer = new OfferLine(attempt.offer(), attempt.vendor(), attempt.gpu());
        Long ms = settled == null ? null : attempt.took(settled).toMillis();
        return place != null && boughtInVain(attempt, place)
                ? new AttemptLine(n, offer, "failed", place.endReason(), place.endDetail(), attempt.sentAt(), ms)
                : new AttemptLine(
                        n,
                        offer,
                        attempt.state().word(),
                        attempt.errorCode(),
                        attempt.errorDetail(),
                        attempt.sentAt(),
                        ms);
    }

    private static boolean boughtInVain(LaunchAttempt attempt, Placement place) {
        return (attempt.state() == LaunchAttempt.State.ACCEPTED || attempt.state() == LaunchAttempt.State.ADOPTED)
                && BOOT_FAILURES.contains(String.valueOf(place.endReason()));
    }

    @GetMapping("/api/v1/instances/{id}/placements")
    @RequiresScope("instances:read")
    PlacementLines placements(@PathVariable InstanceId id, Caller caller) {
        own(id, caller);
        return new PlacementLines(placements.of(id).stream()
                .map(place -> new PlacementLine(
                        place.id(),
                        place.epoch().value(),
                        place.kind(),
                        place.vendor(),
                        place.vendorRef().orElse(null),
                        place.label(),
                        place.state().name().toLowerCase(Locale.ROOT),
                        place.price(),
                        place.servingFrom().orElse(null),
                        place.endedAt(),
                        place.endReason()))
                .toList());
    }

    private void own(InstanceId id, Caller caller) {
        if (instances.find(id, caller.user()).isEmpty()) {
            throw new RefusedException(new CommonRefusal.NotFound());
        }
    }
}
