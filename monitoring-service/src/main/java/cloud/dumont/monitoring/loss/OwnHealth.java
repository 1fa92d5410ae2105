package cloud.dumont.monitoring.loss;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import org.springframework.stereotype.Component;

/** Whether this process itself limps: then its own slowness looks like that of others. */
@Component
class OwnHealth {
    private static final Duration REMEMBERED = Duration.ofMinutes(1);
    private static final int WORST = 8;
    private final ExaminationConfig config;
    private final MeterRegistry meters;
    private final Deque<Lag> lags = new ArrayDeque<>();

    OwnHealth(ExaminationConfig config, MeterRegistry meters) {
        this.config = config;
        this.meters = meters;
    }

    private record Lag(Instant at, Duration late) {}

    /** A round began so much later than it should have. */
    synchronized void lagged(Duration late, Instant now) {
        if (late.compareTo(config.lag()) > 0) {
            lags.add(new Lag(now, late));
        }
        forget(now);
    }

    /** @return 1 when all is well, up to 8: times are as many times as long */
    synchronized int doubt(Instant now) {
        forget(now);
        Duration worst = lags.stream().map(Lag::late).max(Duration::compareTo).orElse(Duration.ZERO);
        return Math.max(
                doubtOf(worst, config.lag()),
                doubtOf(longestPause(), config.lag().multipliedBy(2)));
    }

    private static int doubtOf(Duration late, Duration allowed) {
        return late.compareTo(allowed) <= 0 ? 1 : (int) Math.clamp(1 + late.dividedBy(allowed), 2, WORST);
    }

    /** Of the garbage collector, in the last minutes, as the metrics keep it. */
    private Duration longestPause() {
        double millis = meters.find("jvm.gc.pause").timers().stream()
                .mapToDouble((Timer timer) -> timer.max(TimeUnit.MILLISECONDS))
                .max()
                .orElse(0);
        return Duration.ofMillis((long) millis);
    }

    private void forget(Instant now) {
        lags.removeIf(lag -> lag.at().isBefore(now.minus(REMEMBERED)));
    }
}
