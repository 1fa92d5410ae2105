package cloud.dumont.instances.placement;

import cloud.dumont.kernel.AttemptId;
import cloud.dumont.kernel.HourlyPrice;
import cloud.dumont.kernel.OfferId;
import cloud.dumont.kernel.PlacementId;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One try to buy one offer. The row is there before the vendor hears of it.
 *
 * @param n the how-manyth offer of this placement, from 1
 * @param listings complete listings of the vendor since, that did not show the label
 * @param settleDeadline until when the vendor may still show what it made
 */
public record LaunchAttempt(
        AttemptId id,
        PlacementId placement,
        int n,
        OfferId offer,
        String offerRef,
        String vendor,
        String gpu,
        String hostRef,
        String label,
        HourlyPrice quotedCost,
        State state,
        @Nullable String vendorRef,
        @Nullable String errorCode,
        @Nullable String errorDetail,
        int listings,
        Instant sentAt,
        @Nullable Instant settledAt,
        Instant settleDeadline) {
    public enum State {
        /** the call is being made, or its maker died */
        SENT,
        ACCEPTED,
        REJECTED,
        /** the answer was lost: it is looked for */
        UNKNOWN,
        /** found by its label after the answer was lost */
        ADOPTED,
        /** certain that the vendor made nothing */
        ABSENT;

        public boolean isSettled() {
            return this != SENT && this != UNKNOWN;
        }

        public String word() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    public Duration took(Instant end) {
        return Duration.between(sentAt, end);
    }
}
