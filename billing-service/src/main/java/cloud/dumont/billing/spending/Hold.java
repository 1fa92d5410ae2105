package cloud.dumont.billing.spending;

import cloud.dumont.billing.wallet.Shares;
import cloud.dumont.kernel.HoldId;
import cloud.dumont.kernel.HourlyPrice;
import cloud.dumont.kernel.InstanceId;
import cloud.dumont.kernel.Money;
import cloud.dumont.kernel.UserId;
import java.util.Locale;

/**
 * Money set aside for one machine.
 *
 * @param captured what was spent out of it
 * @param left what is still held, by purse
 */
record Hold(
        HoldId id,
        UserId user,
        InstanceId instance,
        Purpose purpose,
        HourlyPrice price,
        Money amount,
        Money captured,
        Shares left) {

    enum Purpose {
        /** While a machine is being created. Expires by itself. */
        LAUNCH,
        /** While a machine is paid for: pays for its way down when the money ends. */
        LANDING;

        String code() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    enum End {
        CAPTURED,
        RELEASED,
        EXPIRED;

        String code() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    Hold capture(Shares spent) {
        return new Hold(id, user, instance, purpose, price, amount, captured.plus(spent.total()), left.minus(spent));
    }
}
