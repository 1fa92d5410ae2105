package cloud.dumont.billing.metering;

import cloud.dumont.billing.usage.Ended;
import cloud.dumont.billing.usage.IntervalKind;
import cloud.dumont.billing.usage.Started;
import cloud.dumont.billing.usage.Stretch;
import cloud.dumont.kernel.Epoch;
import cloud.dumont.kernel.HourlyPrice;
import cloud.dumont.kernel.InstanceId;
import cloud.dumont.kernel.PlacementId;
import cloud.dumont.kernel.UserId;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What instance-manager, who knows, says of a placement. */
record ServingPlacement(
        PlacementId placement,
        InstanceId instance,
        UserId user,
        Epoch epoch,
        String kind,
        int seq,
        @Nullable Instant openedAt,
        @Nullable Instant closedAt,
        long priceNanosH,
        long costNanosH,
        @Nullable String gpu,
        int gpuCount,
        @Nullable String vendor,
        @Nullable String endReason,
        @Nullable Instant lastConfirmedAt) {

    Stretch stretch() {
        return new Stretch(placement, IntervalKind.of(kind), seq);
    }

    Optional<Started> started() {
        return openedAt == null
                ? Optional.empty()
                : Optional.of(new Started(
                        user,
                        instance,
                        stretch(),
                        epoch,
                        openedAt,
                        new HourlyPrice(priceNanosH),
                        new HourlyPrice(costNanosH),
                        gpu == null ? "unknown" : gpu,
                        gpuCount,
                        vendor == null ? "unknown" : vendor));
    }

    Optional<Ended> ended() {
        if (closedAt == null) {
            return Optional.empty();
        }
        String reason = endReason == null ? "unknown" : endReason;
        return Optional.of(new Ended(
                user, instance, stretch(), epoch, Ended.paidUntil(closedAt, reason, lastConfirmedAt), reason));
    }
}
