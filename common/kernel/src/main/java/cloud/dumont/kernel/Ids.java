package cloud.dumont.kernel;

import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.UUID;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/** Makes new ids: UUIDv7 of the clock it was given, so that ids sort by the time they were made. */
public final class Ids {
    private final InstantSource clock;
    private final RandomGenerator random;

    public Ids(InstantSource clock, RandomGenerator random) {
        this.clock = clock;
        this.random = random;
    }

    public static Ids secure(InstantSource clock) {
        return new Ids(clock, new SecureRandom());
    }

    public <I extends Id> I next(Function<UUID, I> kind) {
        return kind.apply(TypeId.newUuid(clock.instant(), random));
    }
}
