package cloud.dumont.instances.standby;

import org.jspecify.annotations.Nullable;

/**
 * What happens when a machine's box is lost.
 *
 * @param zone of the standby's cloud that is tried first; null: the platform's order
 * @param machineType in the cloud's own word; null: the platform's usual one
 * @param spot cheaper, and may be taken at any moment
 * @param drillDays how often the failover is tested by itself; null: never
 */
public record StandbyPolicy(
        Kind policy,
        @Nullable String zone,
        @Nullable String machineType,
        boolean spot,
        @Nullable Integer drillDays) {
    public StandbyPolicy(Kind policy, @Nullable String zone, @Nullable String machineType, boolean spot) {
        this(policy, zone, machineType, spot, null);
    }

    /** How much is prepared. */
    public enum Kind {
        /** the machine stops; its files are kept */
        OFF,
        /** a standby is made when it is needed */
        COLD;

        public String word() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /** What applies when the user says nothing. */
    public static final StandbyPolicy USUAL = new StandbyPolicy(Kind.COLD, null, null, false);

    public boolean isOff() {
        return policy == Kind.OFF;
    }
}
