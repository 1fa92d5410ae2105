package cloud.dumont.billing;

import cloud.dumont.billing.ledger.AccountCode;
import cloud.dumont.billing.ledger.Ledger;
import cloud.dumont.billing.ledger.Posting;
import cloud.dumont.billing.ledger.Posting.Line;
import cloud.dumont.billing.ledger.TransactionKind;
import cloud.dumont.billing.usage.Ended;
import cloud.dumont.billing.usage.IntervalKind;
import cloud.dumont.billing.usage.Started;
import cloud.dumont.billing.usage.Stretch;
import cloud.dumont.billing.wallet.Shares;
import cloud.dumont.billing.wallet.Wallets;
import cloud.dumont.kernel.Epoch;
import cloud.dumont.kernel.HourlyPrice;
import cloud.dumont.kernel.InstanceId;
import cloud.dumont.kernel.Money;
import cloud.dumont.kernel.PlacementId;
import cloud.dumont.kernel.TransactionId;
import cloud.dumont.kernel.UserId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.context.ApplicationContext;

/** Makes users with money, and says what their machines do. */
public final class Customers {
    private final ApplicationContext context;

    private Customers(ApplicationContext context) {
        this.context = context;
    }

    public static Customers of(ApplicationContext context) {
        return new Customers(context);
    }

    public UserId with(String promo, String paid, Instant now) {
        UserId user = new UserId(UUID.randomUUID());
        Wallets wallets = context.getBean(Wallets.class);
        wallets.changing(user, now, open -> {
            give(user, AccountCode.promo(user), Money.parse(promo), now);
            give(user, AccountCode.wallet(user), Money.parse(paid), now);
            open.spent(new Shares(Money.parse(promo), Money.parse(paid)).negated(), Shares.NOTHING);
        });
        return user;
    }

    private void give(UserId user, AccountCode account, Money amount, Instant now) {
        if (amount.micros() > 0) {
            context.getBean(Ledger.class)
                    .post(
                            now,
                            new Posting(
                                    new TransactionId(UUID.randomUUID()),
                                    user,
                                    TransactionKind.PROMO,
                                    "test:" + account.value() + ":" + UUID.randomUUID(),
                                    amount,
                                    null,
                                    "for a test",
                                    Map.of(),
                                    now,
                                    List.of(Line.debit(AccountCode.GOODWILL, amount), Line.credit(account, amount))));
        }
    }

    public static Started started(UserId user, InstanceId instance, PlacementId placement, Instant at, String price) {
        return new Started(
                user,
                instance,
                new Stretch(placement, IntervalKind.GPU, 1),
                new Epoch(1),
                at,
                HourlyPrice.parse(price),
                HourlyPrice.ZERO,
                "rtx_4090",
                1,
                "vastai");
    }

    public static Ended ended(UserId user, InstanceId instance, PlacementId placement, Instant at, String reason) {
        return new Ended(user, instance, new Stretch(placement, IntervalKind.GPU, 1), new Epoch(1), at, reason);
    }

    public static InstanceId instance() {
        return new InstanceId(UUID.randomUUID());
    }

    public static PlacementId placement() {
        return new PlacementId(UUID.randomUUID());
    }
}
