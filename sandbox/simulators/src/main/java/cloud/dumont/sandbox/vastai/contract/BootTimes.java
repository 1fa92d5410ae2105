package cloud.dumont.sandbox.vastai.contract;

import java.time.Duration;
import java.util.SplittableRandom;

/** How long each step takes: realistic in shape, the same for one seed and instance, all multiplied by one scale. */
public final class BootTimes {
    enum Step {
        REACH(4_000, 8_000),
        CREATE(2_000, 4_000),
        PULL(14_000, 38_000),
        SSH(2_000, 7_000),
        SCHEDULE(4_000, 9_000),
        STOP(3_000, 7_000),
        REBOOT(6_000, 12_000);

        private final int low;
        private final int high;

        Step(int low, int high) {
            this.low = low;
            this.high = high;
        }
    }

    private static final int CACHED_IMAGE_EVERY = 4;

    private final long seed;
    private final double scale;

    public BootTimes(long seed, double scale) {
        this.seed = seed;
        this.scale = scale;
    }

    Duration of(Step step, Contract contract) {
        SplittableRandom random = random(contract, step.ordinal());
        int millis = random.nextInt(step.low, step.high);
        boolean cached = step == Step.PULL && random.nextInt(CACHED_IMAGE_EVERY) == 0;
        return scaled(cached ? millis / 4 : millis);
    }

    /** A real-world wait in seconds, scaled like every other. */
    public Duration seconds(double seconds) {
        return scaled(Math.round(seconds * 1000));
    }

    /** An external port that this instance has not had at its last start. */
    int portWish(Contract contract) {
        int block = 40_000 + (contract.situation().launches() % 2) * 10_000;
        return block + random(contract, 99).nextInt(10_000);
    }

    private SplittableRandom random(Contract contract, int salt) {
        return new SplittableRandom(
                seed * 31 + contract.id() * 1_000_003 + contract.situation().launches() * 101L + salt);
    }

    private Duration scaled(long millis) {
        return Duration.ofMillis(Math.round(millis * scale));
    }
}
