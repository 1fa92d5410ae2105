package cloud.dumont.gateway.limits;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.boot.convert.DurationStyle;

/**
 * So many requests in a window, refilled evenly. Text form: {@code 20/1m}, or {@code 6/1m+20} when more may come at once
 * than the window holds.
 *
 * @param burst how many may come at once
 */
public record Rate(int quota, Duration window, int burst) {
    private static final Pattern FORM = Pattern.compile("(\\d+)/(\\w+?)(?:\\+(\\d+))?");

    public Rate {
        if (quota < 1 || burst < 1 || window.compareTo(Duration.ofMillis(1)) < 0) {
            throw new IllegalArgumentException("a rate allows something in some time");
        }
    }

    public static Rate of(int quota, Duration window) {
        return new Rate(quota, window, quota);
    }

    public static Rate perMinute(int quota) {
        return of(quota, Duration.ofMinutes(1));
    }

    /** Used by the settings. */
    public static Rate valueOf(String text) {
        Matcher parts = FORM.matcher(text.strip());
        if (!parts.matches()) {
            throw new IllegalArgumentException("a rate looks like 20/1m or 6/1m+20, not " + text);
        }
        int quota = Integer.parseInt(parts.group(1));
        return new Rate(
                quota,
                DurationStyle.detectAndParse(parts.group(2)),
                parts.group(3) == null ? quota : Integer.parseInt(parts.group(3)));
    }

    /** What one of several replicas allows when they cannot ask each other. */
    Rate dividedBy(int replicas) {
        return new Rate(Math.max(1, quota / replicas), window, Math.max(1, burst / replicas));
    }

    /** Between two requests at the steady rate, in microseconds. */
    long intervalMicros() {
        return Math.max(1, window.toNanos() / 1_000 / quota);
    }
}
