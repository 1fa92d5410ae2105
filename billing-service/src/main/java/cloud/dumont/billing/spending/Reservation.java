package cloud.dumont.billing.spending;

import cloud.dumont.billing.rating.Runway;
import cloud.dumont.kernel.HourlyPrice;
import cloud.dumont.kernel.Money;

/**
 * What starting a machine at a price ties up.
 *
 * @param amount the launch hold: runway and reserve
 * @param reserve the landing reserve alone
 */
public record Reservation(Money amount, Money reserve) {
    public static Reservation of(HourlyPrice price, SpendingConfig config) {
        Money reserve = Runway.costAtMost(price, config.landing().toSeconds());
        return new Reservation(
                Runway.costAtMost(price, config.runway().toSeconds()).plus(reserve), reserve);
    }
}
