package cloud.dumont.billing.wallet;

import cloud.dumont.kernel.Money;

/** An amount, split between a user's two purses. */
public record Shares(Money promo, Money paid) {
    public static final Shares NOTHING = new Shares(Money.ZERO, Money.ZERO);

    public Money total() {
        return promo.plus(paid);
    }

    public Shares plus(Shares other) {
        return new Shares(promo.plus(other.promo), paid.plus(other.paid));
    }

    public Shares minus(Shares other) {
        return new Shares(promo.minus(other.promo), paid.minus(other.paid));
    }

    public Shares negated() {
        return NOTHING.minus(this);
    }

    /** As much of {@code amount} as is here, gifts first: that is how money is spent. */
    public Shares promoFirst(Money amount) {
        Money fromPromo = least(amount, promo);
        return new Shares(fromPromo, least(amount.minus(fromPromo), paid));
    }

    /** As much of {@code amount} as is here, paid money first: that is how money is held, and given back. */
    public Shares paidFirst(Money amount) {
        Money fromPaid = least(amount, paid);
        return new Shares(least(amount.minus(fromPaid), promo), fromPaid);
    }

    private static Money least(Money one, Money other) {
        Money least = one.compareTo(other) <= 0 ? one : other;
        return least.isNegative() ? Money.ZERO : least;
    }
}
