package cloud.dumont.billing.usage;

import cloud.dumont.kernel.Epoch;
import cloud.dumont.kernel.HourlyPrice;
import cloud.dumont.kernel.InstanceId;
import cloud.dumont.kernel.UserId;
import java.time.Instant;

/** The user pays from {@code openedAt}. */
public record Started(
        UserId user,
        InstanceId instance,
        Stretch stretch,
        Epoch epoch,
        Instant openedAt,
        HourlyPrice price,
        HourlyPrice cost,
        String gpu,
        int gpuCount,
        String vendor) {}
