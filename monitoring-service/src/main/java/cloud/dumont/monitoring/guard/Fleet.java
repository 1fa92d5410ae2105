package cloud.dumont.monitoring.guard;

/**
 * All machines together, each counted once.
 *
 * @param machines that are watched
 * @param silent those of them that are not heard of right now
 */
public record Fleet(int machines, int silent) {
    public Fleet {
        if (silent < 0 || silent > machines) {
            throw new IllegalArgumentException(silent + " of " + machines);
        }
    }

    /** Machines do not all die at once: then it is us who hear nothing. */
    boolean isUnheard(GuardConfig config) {
        return silent > config.fewSuspects() && silent * 100L >= (long) config.deafPercent() * machines;
    }

    /** Whether enough others are heard to say that we can hear: at least one, and as many as not. */
    public boolean isHeard() {
        return machines - silent >= Math.max(1, silent);
    }
}
