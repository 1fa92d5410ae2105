package cloud.dumont.billing.spending;

import cloud.dumont.billing.wallet.Shares;
import cloud.dumont.kernel.Money;

/**
 * Who pays for a reading.
 *
 * @param free from money that is not held
 * @param reserve from the machine's own landing reserve
 * @param overrun what neither covers: ours
 */
record Charge(Shares free, Shares reserve, Money overrun) {
    /** Gifts first, then paid money, then the reserve; a purse never goes below what is held on it. */
    static Charge of(Money due, Shares free, Shares reserve) {
        Shares fromFree = free.promoFirst(due);
        Money rest = due.minus(fromFree.total());
        Shares fromReserve = reserve.promoFirst(rest);
        return new Charge(fromFree, fromReserve, rest.minus(fromReserve.total()));
    }

    Shares paid() {
        return free.plus(reserve);
    }
}
