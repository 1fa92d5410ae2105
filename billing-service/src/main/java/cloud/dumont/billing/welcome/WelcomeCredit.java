package cloud.dumont.billing.welcome;

import cloud.dumont.billing.ledger.AccountCode;
import cloud.dumont.billing.ledger.Ledger;
import cloud.dumont.billing.ledger.Posting;
import cloud.dumont.billing.ledger.Posting.Line;
import cloud.dumont.billing.ledger.TransactionKind;
import cloud.dumont.billing.wallet.Shares;
import cloud.dumont.billing.wallet.Wallets;
import cloud.dumont.kernel.Ids;
import cloud.dumont.kernel.Money;
import cloud.dumont.kernel.TransactionId;
import cloud.dumont.kernel.UserId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.stereotype.Component;

/** The gift for a new user: once per user, whoever asks how often. */
@Component
@EnableConfigurationProperties(WelcomeConfig.class)
public class WelcomeCredit {
    private final Wallets wallets;
    private final Ledger ledger;
    private final Ids ids;
    private final Money credit;

    WelcomeCredit(Wallets wallets, Ledger ledger, Ids ids, WelcomeConfig config) {
        this.wallets = wallets;
        this.ledger = ledger;
        this.ids = ids;
        this.credit = Money.of(config.welcomeCredit());
    }

    public void give(UserId user, Instant now) {
        wallets.changing(user, now, open -> {
            if (credit.micros() == 0) {
                return;
            }
            Posting gift = new Posting(
                    ids.next(TransactionId::new),
                    user,
                    TransactionKind.PROMO,
                    "promo:welcome:" + user,
                    credit,
                    null,
                    "Welcome credit",
                    Map.of(),
                    now,
                    List.of(Line.debit(AccountCode.GOODWILL, credit), Line.credit(AccountCode.promo(user), credit)));
            if (ledger.post(now, gift)) {
                open.spent(new Shares(credit, Money.ZERO).negated(), Shares.NOTHING);
            }
        });
    }
}
