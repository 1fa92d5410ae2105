package cloud.dumont.agent.backup;

import java.time.Duration;

/**
 * How soon the next commit may be made. Each commit takes one of a few turns, and one comes back every {@code gap}: after a
 * calm time a change is saved at once, and under steady writing there is one commit in each gap and no more.
 */
final class CommitPace {
    private static final int TURNS = 3;
    private static final Duration SPACING = Duration.ofSeconds(1);
    private double turns = TURNS;
    private long countedNanos;
    private long committedNanos;

    CommitPace(long nowNanos) {
        this.countedNanos = nowNanos;
        this.committedNanos = nowNanos - SPACING.toNanos();
    }

    boolean mayCommit(long nowNanos, Duration gap) {
        count(nowNanos, gap);
        return turns >= 1 && nowNanos - committedNanos >= SPACING.toNanos();
    }

    /** One was made. */
    void committed(long nowNanos) {
        turns = Math.max(0, turns - 1);
        committedNanos = nowNanos;
    }

    private void count(long nowNanos, Duration gap) {
        double gained = (double) (nowNanos - countedNanos) / Math.max(1, gap.toNanos());
        turns = Math.min(TURNS, turns + Math.max(0, gained));
        countedNanos = nowNanos;
    }
}
