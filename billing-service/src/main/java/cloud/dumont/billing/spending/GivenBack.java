package cloud.dumont.billing.spending;

import cloud.dumont.billing.usage.Interval;
import cloud.dumont.billing.wallet.Shares;
import cloud.dumont.kernel.Money;

/**
 * Where the money of a correction goes: first off what we bore, then back where it came from, paid money before gifts.
 *
 * @param waived the part that nobody had paid
 */
record GivenBack(Money waived, Shares shares) {
    /** @param amount positive, at most what was rated */
    static GivenBack of(Money amount, Interval interval) {
        Money waived = amount.compareTo(interval.waived()) <= 0 ? amount : interval.waived();
        return new GivenBack(
                waived, new Shares(interval.promoPaid(), interval.walletPaid()).paidFirst(amount.minus(waived)));
    }
}
