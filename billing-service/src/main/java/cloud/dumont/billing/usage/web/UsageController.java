package cloud.dumont.billing.usage.web;

import cloud.dumont.billing.usage.Interval;
import cloud.dumont.billing.usage.Intervals;
import cloud.dumont.billing.usage.UsageReport;
import cloud.dumont.billing.usage.UsageReport.Grouping;
import cloud.dumont.web.caller.Caller;
import cloud.dumont.web.caller.RequiresScope;
import cloud.dumont.web.paging.Page;
import cloud.dumont.web.problem.CommonRefusal;
import cloud.dumont.web.problem.RefusedException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
class UsageController {
    private static final Duration DEFAULT_WINDOW = Duration.ofDays(30);
    private static final String INTERVAL = "interval";
    private static final String CSV_HEAD = "interval,instance,gpu,kind,from,to,seconds,price_per_hour,amount\n";

    private final Intervals intervals;
    private final InstantSource clock;

    UsageController(Intervals intervals, InstantSource clock) {
        this.intervals = intervals;
        this.clock = clock;
    }

    private record Window(Instant from, Instant to, Instant now) {}

    @GetMapping(value = "/api/v1/billing/usage", produces = MediaType.APPLICATION_JSON_VALUE)
    @RequiresScope("billing:read")
    Page<?> usage(
            Caller caller,
            @RequestParam(required = false) @Nullable String from,
            @RequestParam(required = false) @Nullable String to,
            @RequestParam(value = "group_by", defaultValue = INTERVAL) String groupBy) {
        Window window = window(from, to);
        Optional<Grouping> grouping = grouping(groupBy);
        List<Interval> used = intervals.within(caller.user(), window.from(), window.to());
        return grouping.isEmpty()
                ? Page.whole(UsageReport.lines(used, window.now()))
                : Page.whole(UsageReport.rows(used, grouping.get(), window.from(), window.to(), window.now()));
    }

    @GetMapping(value = "/api/v1/billing/usage", produces = "text/csv")
    @RequiresScope("billing:read")
    String csv(
            Caller caller,
            @RequestParam(required = false) @Nullable String from,
            @RequestParam(required = false) @Nullable String to,
            @RequestParam(value = "group_by", defaultValue = INTERVAL) String groupBy) {
        if (grouping(groupBy).isPresent()) {
            throw invalid("?group_by", "CSV is one row per interval: group_by=interval.");
        }
        Window window = window(from, to);
        StringBuilder csv = new StringBuilder(CSV_HEAD);
        for (UsageReport.Line line :
                UsageReport.lines(intervals.within(caller.user(), window.from(), window.to()), window.now())) {
            csv.append(String.join(
                            ",",
                            line.interval().text(),
                            line.instance().text(),
                            quoted(line.gpu()),
                            line.kind(),
                            line.from().toString(),
                            line.to().toString(),
                            Long.toString(line.seconds()),
                            line.pricePerHour().amount(),
                            line.amount().amount()))
                    .append('\n');
        }
        return csv.toString();
    }

    private static String quoted(String text) {
        return text.matches("[a-z0-9_]*") ? text : '"' + text.replace("\"", "\"\"") + '"';
    }

    private static Optional<Grouping> grouping(String groupBy) {
        return switch (groupBy) {
            case INTERVAL -> Optional.empty();
            case "instance" -> Optional.of(Grouping.INSTANCE);
            case "gpu" -> Optional.of(Grouping.GPU);
            case "day" -> Optional.of(Grouping.DAY);
            default -> throw invalid("?group_by", "group_by is interval, instance, gpu or day.");
        };
    }

    private Window window(@Nullable String from, @Nullable String to) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        Instant end = to == null ? now : time("?to", to);
        Instant start = from == null ? end.minus(DEFAULT_WINDOW) : time("?from", from);
        if (!start.isBefore(end) || Duration.between(start, end).compareTo(UsageReport.LONGEST) > 0) {
            throw invalid("?from", "from is before to, by at most 400 days.");
        }
        return new Window(start, end, now);
    }

    private static Instant time(String pointer, String text) {
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeParseException e) {
            throw invalid(pointer, "Times are RFC 3339, such as 2026-11-23T16:00:00Z.");
        }
    }

    private static RefusedException invalid(String pointer, String detail) {
        return new RefusedException(new CommonRefusal.ValidationFailed(pointer, "invalid", detail));
    }
}
