package cloud.dumont.provider;

import cloud.dumont.provider.RentedBox.Endpoint;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What the cloud says about one standby machine, right now.
 *
 * @param vendorRef leads to it alone
 * @param label as given at launch
 * @param statusText the cloud's own words, for people
 * @param ssh where sshd is to be reached; null while it does not run
 * @param startedAt when it last began to run; null: never
 */
public record StandbyBox(
        String vendorRef,
        String label,
        String zone,
        String machineType,
        boolean spot,
        Status status,
        String statusText,
        @Nullable Endpoint ssh,
        @Nullable Instant startedAt) {
    /** The cloud's words, made neutral; a word nobody knows is {@code UNKNOWN}. */
    public enum Status {
        STARTING,
        RUNNING,
        STOPPING,
        /** its disk is kept; who stopped it only our own wish can tell */
        STOPPED,
        SUSPENDING,
        SUSPENDED,
        UNKNOWN
    }
}
