package cloud.dumont.billing.usage;

import cloud.dumont.billing.rating.Meter;
import cloud.dumont.kernel.HourlyPrice;
import cloud.dumont.kernel.InstanceId;
import cloud.dumont.kernel.IntervalId;
import cloud.dumont.kernel.Money;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** Tells what was used. Parts of an interval are differences of the same cumulative cost, so they add up to the whole. */
public final class UsageReport {
    /** How long a window may be. */
    public static final Duration LONGEST = Duration.ofDays(400);

    private UsageReport() {}

    /** One paid interval, as long as it is now; {@code amount} is {@code floor(price × seconds)}, {@code waived} what of it we bear. */
    public record Line(
            IntervalId interval,
            InstanceId instance,
            String gpu,
            String kind,
            Instant from,
            Instant to,
            long seconds,
            HourlyPrice pricePerHour,
            Money amount,
            Money waived) {}

    public record Row(String key, long seconds, Money amount) {}

    public enum Grouping {
        INSTANCE,
        GPU,
        DAY
    }

    public static List<Line> lines(List<Interval> intervals, Instant now) {
        return intervals.stream().map(interval -> line(interval, now)).toList();
    }

    private static Line line(Interval interval, Instant now) {
        Meter meter = interval.meter();
        Instant from = openedAt(meter);
        long seconds = meter.secondsAt(now);
        Instant to = meter.closedAt() != null && meter.closedAt().isBefore(now) ? meter.closedAt() : now;
        return new Line(
                interval.id(),
                interval.instance(),
                gpu(interval),
                interval.stretch().kind().code(),
                from,
                to.isBefore(from) ? from : to,
                seconds,
                meter.price(),
                meter.price().cumulative(seconds),
                interval.waived());
    }

    /** What was used from {@code from} to {@code to}, by key; only what was used until {@code now}. */
    public static List<Row> rows(List<Interval> intervals, Grouping grouping, Instant from, Instant to, Instant now) {
        Map<String, Row> rows = new TreeMap<>();
        Instant end = to.isBefore(now) ? to : now;
        for (Interval interval : intervals) {
            List<Row> parts = switch (grouping) {
                case INSTANCE -> List.of(part(interval.instance().text(), interval.meter(), from, end));
                case GPU -> List.of(part(gpu(interval), interval.meter(), from, end));
                case DAY -> days(interval.meter(), from, end);
            };
            parts.stream()
                    .filter(row -> row.seconds() > 0)
                    .forEach(row -> rows.merge(
                            row.key(),
                            row,
                            (one, other) -> new Row(
                                    one.key(),
                                    one.seconds() + other.seconds(),
                                    one.amount().plus(other.amount()))));
        }
        return List.copyOf(rows.values());
    }

    private static List<Row> days(Meter meter, Instant from, Instant end) {
        List<Row> rows = new ArrayList<>();
        Instant opened = openedAt(meter);
        Instant at = from.isAfter(opened) ? from : opened;
        Instant closed = meter.closedAt();
        Instant last = closed != null && closed.isBefore(end) ? closed : end;
        while (at.isBefore(last)) {
            LocalDate day = at.atOffset(ZoneOffset.UTC).toLocalDate();
            Instant midnight = day.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant();
            Instant until = midnight.isBefore(last) ? midnight : last;
            rows.add(part(day.toString(), meter, at, until));
            at = until;
        }
        return rows;
    }

    private static Row part(String key, Meter meter, Instant from, Instant to) {
        long before = meter.secondsAt(from);
        long after = Math.max(before, meter.secondsAt(to));
        return new Row(
                key,
                after - before,
                meter.price().cumulative(after).minus(meter.price().cumulative(before)));
    }

    private static Instant openedAt(Meter meter) {
        return Objects.requireNonNull(meter.openedAt(), "an interval that is reported has begun");
    }

    private static String gpu(Interval interval) {
        return interval.gpu() == null ? "none" : interval.gpu();
    }
}
