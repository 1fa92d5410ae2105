package cloud.dumont.billing.usage;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.dumont.billing.rating.Meter;
import cloud.dumont.billing.usage.UsageReport.Grouping;
import cloud.dumont.kernel.HourlyPrice;
import cloud.dumont.kernel.InstanceId;
import cloud.dumont.kernel.IntervalId;
import cloud.dumont.kernel.Money;
import cloud.dumont.kernel.PlacementId;
import cloud.dumont.kernel.UserId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class UsageReportTest {
    private static final Instant T = Instant.parse("2026-11-23T16:00:00Z");
    private final Random random = new Random(7);

    private static Interval interval(Meter meter) {
        return new Interval(
                new IntervalId(UUID.randomUUID()),
                new UserId(UUID.randomUUID()),
                new InstanceId(UUID.randomUUID()),
                new Stretch(new PlacementId(UUID.randomUUID()), IntervalKind.GPU, 1),
                "rtx_4090",
                1,
                meter,
                Money.ZERO,
                Money.ZERO,
                0);
    }

    @Test
    void daysAddUpToTheWholeToTheMicroDollar() {
        for (int run = 0; run < 2_000; run++) {
            Meter meter = Meter.opened(
                            new HourlyPrice(random.nextLong(1, 5_000_000_000L)),
                            T.plusNanos(random.nextLong(1_000_000_000L)))
                    .closed(T.plusMillis(
                            1_000 + random.nextLong(Duration.ofDays(9).toMillis())));
            Interval interval = interval(meter);
            Instant later = T.plus(Duration.ofDays(20));
            List<UsageReport.Row> days =
                    UsageReport.rows(List.of(interval), Grouping.DAY, T.minusSeconds(1), later, later);
            UsageReport.Line whole = UsageReport.lines(List.of(interval), later).getFirst();
            assertThat(days.stream().map(UsageReport.Row::amount).reduce(Money.ZERO, Money::plus))
                    .isEqualTo(whole.amount());
            assertThat(days.stream().mapToLong(UsageReport.Row::seconds).sum()).isEqualTo(whole.seconds());
        }
    }

    @Test
    void whatIsYetToComeIsNotUsed() {
        Interval open = interval(Meter.opened(HourlyPrice.parse("0.36"), T));
        assertThat(UsageReport.rows(List.of(open), Grouping.GPU, T, T.plusSeconds(7200), T.plusSeconds(60)))
                .containsExactly(new UsageReport.Row("rtx_4090", 60, new Money(6_000)));
        assertThat(UsageReport.lines(List.of(open), T.minusSeconds(5))
                        .getFirst()
                        .seconds())
                .isZero();
    }
}
