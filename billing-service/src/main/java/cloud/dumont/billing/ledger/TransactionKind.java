package cloud.dumont.billing.ledger;

import java.util.Locale;

/** Why money moved. The lower-case name is what the API and the books say. */
public enum TransactionKind {
    PROMO,
    USAGE,
    USAGE_CORRECTION,
    /** Use that a landing cost beyond its reserve: ours, not the user's. */
    OVERRUN;

    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
