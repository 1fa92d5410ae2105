package cloud.dumont.provider.testkit;

import java.time.Instant;

/**
 * One call that a fake received, in order of arrival.
 *
 * @param subject offer ref of a launch, box ref of find, destroy and reboot, disk size of offers, else empty
 */
public record VendorCall(Operation operation, String subject, Instant at) {
    public enum Operation {
        OFFERS,
        LAUNCH,
        LIST,
        FIND,
        DESTROY,
        REBOOT
    }
}
