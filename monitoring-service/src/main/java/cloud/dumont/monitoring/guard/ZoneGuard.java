package cloud.dumont.monitoring.guard;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How much silence in a zone is believed. Doubt begins at once; trust comes back only after all was well for a while, so that a
 * zone at the edge does not swing.
 */
public sealed interface ZoneGuard {
    Instant since();

    /** {@code normal}, {@code partial}, {@code full} or {@code frozen}. */
    default String mode() {
        return switch (this) {
            case Normal normal -> "normal";
            case Partial partial -> "partial";
            case Full full -> "full";
            case Frozen frozen -> "frozen";
        };
    }

    /** @param operator who set it; null: nobody, the numbers did */
    record Normal(Instant since, @Nullable String operator) implements ZoneGuard {}

    /** Many are silent: what only looks lost waits. @param calmSince since when fewer are; null: they are not */
    record Partial(Instant since, @Nullable Instant calmSince) implements ZoneGuard {}

    /** Nobody is heard of. */
    record Full(Instant since, @Nullable Instant calmSince) implements ZoneGuard {}

    /** Somebody decided that nothing is decided here. */
    record Frozen(Instant since, String operator) implements ZoneGuard {}

    static ZoneGuard trusted(Instant now) {
        return new Normal(now, null);
    }

    /** What the zone's numbers make of it. */
    default ZoneGuard read(ZoneReading reading, GuardConfig config, Instant now) {
        return switch (this) {
            case Frozen frozen -> frozen;
            case Normal normal -> doubted(reading, config, now).orElse(normal);
            case Partial partial -> {
                if (reading.isFull(config)) {
                    yield new Full(now, null);
                }
                yield reading.isPartial(config)
                        ? new Partial(partial.since(), null)
                        : calmer(partial.calmSince(), partial, config, now, trusted(now));
            }
            case Full full -> {
                if (reading.isFull(config)) {
                    yield new Full(full.since(), null);
                }
                ZoneGuard next = reading.isPartial(config) ? new Partial(now, null) : trusted(now);
                yield calmer(full.calmSince(), full, config, now, next);
            }
        };
    }

    private static Optional<ZoneGuard> doubted(ZoneReading reading, GuardConfig config, Instant now) {
        if (reading.isFull(config)) {
            return Optional.of(new Full(now, null));
        }
        return reading.isPartial(config) ? Optional.of(new Partial(now, null)) : Optional.empty();
    }

    private static ZoneGuard calmer(
            @Nullable Instant calmSince, ZoneGuard stays, GuardConfig config, Instant now, ZoneGuard next) {
        if (calmSince != null && !now.isBefore(calmSince.plus(config.calm()))) {
            return next;
        }
        Instant since = calmSince == null ? now : calmSince;
        return switch (stays) {
            case Partial partial -> new Partial(partial.since(), since);
            case Full full -> new Full(full.since(), since);
            case Normal normal -> normal;
            case Frozen frozen -> frozen;
        };
    }

    /** By hand; it stays until somebody says otherwise. */
    default ZoneGuard freeze(String operator, Instant now) {
        return new Frozen(now, operator);
    }

    /** By hand; the zone's numbers count again from now on. */
    default ZoneGuard thaw(String operator, Instant now) {
        return new Normal(now, operator);
    }
}
