package cloud.dumont.billing.wallet;

import cloud.dumont.kernel.Money;
import cloud.dumont.kernel.UserId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a user has: gifts and paid money. Gifts are spent first; paid money is held first, so that gifts stay free to spend.
 *
 * @param revision counts the changes of anything a reader of the balance sees
 * @param runsOutAt when nothing would be left, as of the last change; null when nothing burns
 */
public record Wallet(
        UserId user,
        Purse paid,
        Purse promo,
        long revision,
        @Nullable Instant runsOutAt,
        @Nullable String frozenReason) {

    public Money posted() {
        return paid.balance().plus(promo.balance());
    }

    public Money held() {
        return paid.held().plus(promo.held());
    }

    public Shares free() {
        return new Shares(promo.free(), paid.free());
    }

    Wallet hold(Shares amount) {
        return new Wallet(
                user, paid.hold(amount.paid()), promo.hold(amount.promo()), revision, runsOutAt, frozenReason);
    }

    Wallet spend(Shares amount, Shares unheld) {
        return new Wallet(
                user,
                paid.spend(amount.paid(), unheld.paid()),
                promo.spend(amount.promo(), unheld.promo()),
                revision,
                runsOutAt,
                frozenReason);
    }
}
