package cloud.dumont.billing.usage;

import cloud.dumont.billing.rating.Meter;
import cloud.dumont.kernel.InstanceId;
import cloud.dumont.kernel.IntervalId;
import cloud.dumont.kernel.Money;
import cloud.dumont.kernel.UserId;
import org.jspecify.annotations.Nullable;

/**
 * A paid stretch of use.
 *
 * @param promoPaid and {@code waived}: the parts of what was rated that gifts paid, and that we bear; the wallet paid the rest
 * @param version grows with every reading; part of the idempotency key of its postings
 */
public record Interval(
        IntervalId id,
        UserId user,
        InstanceId instance,
        Stretch stretch,
        @Nullable String gpu,
        int gpuCount,
        Meter meter,
        Money promoPaid,
        Money waived,
        long version) {

    public Money walletPaid() {
        return meter.rated().minus(promoPaid).minus(waived);
    }
}
