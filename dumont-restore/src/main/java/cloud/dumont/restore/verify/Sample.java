package cloud.dumont.restore.verify;

import cloud.dumont.restore.container.ContainerId;

/** Which containers to verify: a share of them that depends on the seed alone, so that other seeds come to others. */
public record Sample(double share, long seed) {
    public Sample {
        if (!(share >= 0 && share <= 1)) {
            throw new IllegalArgumentException("a share is from 0 to 1, not " + share);
        }
    }

    public static Sample all() {
        return new Sample(1, 0);
    }

    public static Sample share(double share, long seed) {
        return new Sample(share, seed);
    }

    boolean picks(ContainerId id) {
        long mixed = mix(mix(mix(seed ^ id.kind().code()) ^ id.epoch()) ^ id.number());
        return share >= 1 || (mixed >>> 11) * 0x1.0p-53 < share;
    }

    /** The finaliser of SplitMix64. */
    private static long mix(long value) {
        long z = value + 0x9E3779B97F4A7C15L;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
