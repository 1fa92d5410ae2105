package cloud.dumont.billing.ledger;

import java.util.Locale;

/** Why money moved. The lower-case name is what the API and the books say. */
public enum TransactionKind {
    PROMO,
    USAGE,
    USAGE_CORRECTION,
    /** Given back for work that was lost with its box. */
    LOSS_CREDIT,
    /** Use that a landing cost beyond its reserve: ours, not the user's. */
    OVERRUN;

    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
