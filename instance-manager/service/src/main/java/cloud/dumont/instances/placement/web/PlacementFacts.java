package cloud.dumont.instances.placement.web;

import cloud.dumont.agent.protocol.backup.BackupReading;
import cloud.dumont.instances.backup.BackupReadings;
import cloud.dumont.instances.placement.Confirmations;
import cloud.dumont.instances.placement.Confirmations.Confirmation;
import cloud.dumont.instances.placement.ServingIntervals;
import cloud.dumont.instances.placement.ServingIntervals.Interval;
import cloud.dumont.kernel.PlacementId;
import cloud.dumont.web.paging.Cursors;
import cloud.dumont.web.paging.Limit;
import cloud.dumont.web.paging.Page;
import cloud.dumont.web.problem.CommonRefusal;
import cloud.dumont.web.problem.RefusedException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What the other services ask and tell about placements. */
@RestController
class PlacementFacts {
    private final ServingIntervals intervals;
    private final Confirmations confirmations;
    private final BackupReadings readings;
    private final Cursors cursors;
    private final InstantSource clock;

    PlacementFacts(
            ServingIntervals intervals,
            Confirmations confirmations,
            BackupReadings readings,
            Cursors cursors,
            InstantSource clock) {
        this.intervals = intervals;
        this.confirmations = confirmations;
        this.readings = readings;
        this.cursors = cursors;
        this.clock = clock;
    }

    record Confirmed(List<Confirmation> confirmations) {}

    record Stale(List<PlacementId> stale) {}

    record ConfirmedOne(@Nullable Instant at) {}

    /** @param serving true: only those that serve now; otherwise every placement that ever served */
    @GetMapping("/internal/placements")
    Page<Interval> list(
            @RequestParam(defaultValue = "false") boolean serving,
            @RequestParam(required = false) @Nullable Integer limit,
            @RequestParam(required = false) @Nullable String cursor) {
        String list = "placements?serving=" + serving;
        int rows = Limit.of(limit);
        Interval before = cursor == null
                ? null
                : find(PlacementId.parse(cursors.open(list, cursor).getFirst()));
        return Page.of(
                intervals.list(before, serving, rows + 1),
                rows,
                interval -> interval,
                interval -> cursors.seal(list, List.of(interval.placement().text())));
    }

    @GetMapping("/internal/placements/{placement}")
    Interval read(@PathVariable PlacementId placement) {
        return find(placement);
    }

    private Interval find(PlacementId placement) {
        return intervals.find(placement).orElseThrow(() -> new RefusedException(new CommonRefusal.NotFound()));
    }

    @PostMapping("/internal/placements/confirmed")
    Stale confirm(@RequestBody Confirmed body) {
        return confirmed(body.confirmations());
    }

    @PostMapping("/internal/placements/{placement}/confirmed")
    Stale confirm(@PathVariable PlacementId placement, @RequestBody(required = false) @Nullable ConfirmedOne body) {
        Instant at = body == null || body.at() == null ? clock.instant() : body.at();
        return confirmed(List.of(new Confirmation(placement, find(placement).epoch(), at, null)));
    }

    private Stale confirmed(List<Confirmation> heard) {
        List<PlacementId> stale = confirmations.confirm(heard);
        for (Confirmation one : heard) {
            BackupReading reading = one.backup();
            if (reading != null && !stale.contains(one.placement())) {
                readings.keep(one.placement(), one.epoch(), one.at(), reading);
            }
        }
        return new Stale(stale);
    }
}
