package cloud.dumont.billing.ledger;

import cloud.dumont.kernel.UserId;

/** The name of an account in the books, e.g. {@code wallet:usr_…} or {@code revenue:gpu}. */
public record AccountCode(String value) {
    public static final AccountCode GOODWILL = new AccountCode("contra:goodwill");
    public static final AccountCode LOSS_CREDIT = new AccountCode("contra:loss_credit");
    public static final AccountCode OVERRUN = new AccountCode("expense:overrun");

    /** Paid money that we owe the user in compute. */
    public static AccountCode wallet(UserId user) {
        return new AccountCode("wallet:" + user.text());
    }

    /** Gifts: spent first, never paid out. */
    public static AccountCode promo(UserId user) {
        return new AccountCode("promo:" + user.text());
    }

    /** @param kind of the interval, e.g. {@code gpu} */
    public static AccountCode revenue(String kind) {
        return new AccountCode("revenue:" + kind);
    }
}
