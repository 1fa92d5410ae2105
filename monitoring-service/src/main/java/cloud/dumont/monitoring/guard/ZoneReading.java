package cloud.dumont.monitoring.guard;

/**
 * A zone as it is now.
 *
 * @param members watched machines
 * @param suspects those of them that became suspect lately, or are not heard of still
 */
public record ZoneReading(int members, int suspects) {
    public ZoneReading {
        if (suspects < 0 || suspects > members) {
            throw new IllegalArgumentException(suspects + " of " + members);
        }
    }

    /** The rest of the zone, without these of it. */
    public ZoneReading without(ZoneReading some) {
        return new ZoneReading(members - some.members, suspects - some.suspects);
    }

    public boolean isDoubtful(GuardConfig config) {
        return isFull(config) || isPartial(config);
    }

    public boolean isFull(GuardConfig config) {
        return suspects == members && suspects > config.fewSuspects();
    }

    boolean isPartial(GuardConfig config) {
        return suspects > config.fewSuspects() && suspects * 100L >= (long) config.partialPercent() * members;
    }
}
