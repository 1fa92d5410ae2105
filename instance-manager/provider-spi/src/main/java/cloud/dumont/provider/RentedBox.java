package cloud.dumont.provider;

import cloud.dumont.kernel.HourlyPrice;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the vendor says about one rented box, right now.
 *
 * @param label as given at launch; empty when it has none
 * @param statusText the vendor's own words, for people
 * @param cost per hour as charged now; null when the vendor does not say
 * @param ssh where sshd is reachable; null until known
 * @param ports internal port → public endpoint
 */
public record RentedBox(
        String vendorRef,
        String label,
        Status status,
        String statusText,
        @Nullable HourlyPrice cost,
        @Nullable Endpoint ssh,
        Map<Integer, Endpoint> ports,
        @Nullable String hostRef,
        @Nullable Instant startedAt) {
    public record Endpoint(String host, int port) {}

    /** Vendors' words, made neutral; a word nobody knows is {@code UNKNOWN}. */
    public enum Status {
        PROVISIONING,
        RUNNING,
        /** alive for the vendor, not for us: host lost or unhealthy */
        DEGRADED,
        STOPPING,
        /** does not run and is not about to; who stopped it only our own wish can tell */
        STOPPED,
        /** the vendor says that it cannot start */
        FAILED,
        TERMINATING,
        UNKNOWN
    }
}
