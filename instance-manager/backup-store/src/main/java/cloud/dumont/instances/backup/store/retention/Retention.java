package cloud.dumont.instances.backup.store.retention;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Which versions stay. Pure. Slots are those of UTC and each nests in the next larger one, and the last version of a slot (by
 * seq) stands for it: the version of a day is also that of its hour and of its five minutes, so time and clock steps only
 * ever take versions away. The newest, manual ones, rescued ones, the final one of the latest stop and those somebody asked to keep
 * stay in any case.
 */
public final class Retention {
    private static final Duration FIVE_MINUTES = Duration.ofMinutes(5);
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration DAY = Duration.ofDays(1);

    private Retention() {}

    /**
     * @param versions all that have not expired, in any order; one that expired must not be passed again
     * @return the seqs that stay
     */
    public static Set<Long> kept(Collection<Version> versions, RetentionPolicy policy, Instant now) {
        Set<Long> kept = new HashSet<>();
        versions.stream().mapToLong(Version::seq).max().ifPresent(kept::add);
        versions.stream()
                .filter(version -> version.kind() == Version.Kind.FINAL)
                .max(Comparator.comparingLong(Version::seq))
                .ifPresent(last -> kept.add(last.seq()));
        for (Version version : versions) {
            if (isWanted(version, now) || isYounger(version, policy.all(), now)) {
                kept.add(version.seq());
            }
        }
        slots(versions, FIVE_MINUTES, policy.fiveMinutes(), now, kept);
        slots(versions, HOUR, policy.hourly(), now, kept);
        slots(versions, DAY, policy.daily(), now, kept);
        return kept;
    }

    /** The seqs that expire now. */
    public static Set<Long> expired(Collection<Version> versions, RetentionPolicy policy, Instant now) {
        Set<Long> kept = kept(versions, policy, now);
        Set<Long> expired = new HashSet<>();
        versions.stream().map(Version::seq).filter(seq -> !kept.contains(seq)).forEach(expired::add);
        return expired;
    }

    private static void slots(
            Collection<Version> versions, Duration slot, Duration reach, Instant now, Set<Long> kept) {
        Map<Long, Version> last = new HashMap<>();
        for (Version version : versions) {
            long number = Math.floorDiv(version.committedAt().getEpochSecond(), slot.toSeconds());
            last.merge(number, version, (one, other) -> one.seq() > other.seq() ? one : other);
        }
        for (Version version : last.values()) {
            if (isYounger(version, reach, now)) {
                kept.add(version.seq());
            }
        }
    }

    private static boolean isWanted(Version version, Instant now) {
        boolean asked = version.keepUntil() != null && now.isBefore(version.keepUntil());
        return switch (version.kind()) {
            case MANUAL, RESCUE -> true;
            case CONTINUOUS, FINAL -> asked;
        };
    }

    /** A version from the future (the clock stepped back) is young. */
    private static boolean isYounger(Version version, Duration age, Instant now) {
        return !age.isZero() && version.committedAt().isAfter(now.minus(age));
    }
}
