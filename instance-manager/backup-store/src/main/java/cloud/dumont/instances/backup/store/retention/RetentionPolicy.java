package cloud.dumont.instances.backup.store.retention;

import java.time.Duration;

/**
 * How long which versions stay. Zero leaves a step out.
 *
 * @param allHours every version
 * @param fiveMinutesHours one of every five minutes
 * @param hourlyDays one of every hour
 * @param dailyDays one of every day
 */
public record RetentionPolicy(int allHours, int fiveMinutesHours, int hourlyDays, int dailyDays) {
    public static final RetentionPolicy STANDARD = new RetentionPolicy(1, 24, 7, 30);

    public RetentionPolicy {
        if (allHours < 0 || fiveMinutesHours < 0 || hourlyDays < 0 || dailyDays < 0) {
            throw new IllegalArgumentException("a policy has no negative times");
        }
    }

    Duration all() {
        return Duration.ofHours(allHours);
    }

    Duration fiveMinutes() {
        return Duration.ofHours(fiveMinutesHours);
    }

    Duration hourly() {
        return Duration.ofDays(hourlyDays);
    }

    Duration daily() {
        return Duration.ofDays(dailyDays);
    }
}
