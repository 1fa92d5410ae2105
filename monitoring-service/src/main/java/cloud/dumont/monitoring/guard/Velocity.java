package cloud.dumont.monitoring.guard;

import java.time.Duration;
import java.time.Instant;

/**
 * How many machines may still be declared lost now: a bucket that fills by the minute.
 *
 * @param left losses that are allowed now; parts of one count
 */
public record Velocity(double left, Instant at) {
    private static final double MINUTE = Duration.ofMinutes(1).toNanos();

    public static Velocity full(int fleet, GuardConfig config, Instant now) {
        return new Velocity(most(fleet, config), now);
    }

    public Velocity at(Instant now, int fleet, GuardConfig config) {
        long passed = Math.max(0, Duration.between(at, now).toNanos());
        double most = most(fleet, config);
        return new Velocity(Math.min(most, left + most * passed / MINUTE), now.isAfter(at) ? now : at);
    }

    public boolean allows() {
        return left >= 1;
    }

    public Velocity spent() {
        return new Velocity(left - 1, at);
    }

    private static double most(int fleet, GuardConfig config) {
        return config.perMinute() + fleet * config.fleetPercentPerMinute() / 100;
    }
}
