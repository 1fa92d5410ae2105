package cloud.dumont.billing.wallet;

import cloud.dumont.kernel.Money;

/** One account of a user. @param held set aside, part of {@code balance} */
public record Purse(long account, Money balance, Money held) {
    public Money free() {
        return balance.minus(held);
    }

    Purse hold(Money amount) {
        return new Purse(account, balance, held.plus(amount));
    }

    /** @param unheld how much of {@code amount} had been held */
    Purse spend(Money amount, Money unheld) {
        return new Purse(account, balance.minus(amount), held.minus(unheld));
    }
}
