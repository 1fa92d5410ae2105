package cloud.dumont.sandbox.gce.vm;

import java.time.Duration;
import java.util.SplittableRandom;

/** How long each state lasts: realistic in shape, the same for one seed and machine, all multiplied by one scale. */
public final class VmPace {
    private final long seed;
    private final double scale;

    public VmPace(long seed, double scale) {
        this.seed = seed;
        this.scale = scale;
    }

    enum Step {
        PROVISION(2_000, 4_000),
        STAGE(4_000, 8_000),
        SSH(8_000, 15_000),
        STOP(8_000, 20_000),
        SUSPEND(10_000, 25_000),
        RESUME(3_000, 6_000),
        DELETE(10_000, 25_000);

        private final int low;
        private final int high;

        Step(int low, int high) {
            this.low = low;
            this.high = high;
        }
    }

    Duration of(Step step, Vm vm) {
        SplittableRandom random =
                new SplittableRandom(seed * 31 + vm.id() * 1_000_003 + vm.box().launches() * 101L + step.ordinal());
        return scaled(random.nextInt(step.low, step.high));
    }

    /** A real-world wait, scaled like every other. */
    public Duration seconds(double seconds) {
        return scaled(Math.round(seconds * 1000));
    }

    private Duration scaled(long millis) {
        return Duration.ofMillis(Math.round(millis * scale));
    }
}
