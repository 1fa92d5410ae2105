package cloud.dumont.billing.loss;

import cloud.dumont.billing.ledger.AccountCode;
import cloud.dumont.billing.ledger.Ledger;
import cloud.dumont.billing.ledger.Posting;
import cloud.dumont.billing.ledger.Posting.Line;
import cloud.dumont.billing.ledger.TransactionKind;
import cloud.dumont.billing.usage.Interval;
import cloud.dumont.billing.usage.Intervals;
import cloud.dumont.billing.wallet.OpenWallet;
import cloud.dumont.billing.wallet.Shares;
import cloud.dumont.billing.wallet.Wallets;
import cloud.dumont.kernel.FailoverId;
import cloud.dumont.kernel.Ids;
import cloud.dumont.kernel.Money;
import cloud.dumont.kernel.TransactionId;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.stereotype.Component;

/**
 * Gives back, once, what was paid for work that was lost with its box. The end of that use comes on another stream and may come
 * later: a loss waits for it.
 */
@Component
@EnableConfigurationProperties(LossConfig.class)
public class LossCredit {
    private final Wallets wallets;
    private final Intervals intervals;
    private final Losses losses;
    private final Ledger ledger;
    private final Ids ids;
    private final LossConfig config;
    private final AtomicLong waiting;

    LossCredit(
            Wallets wallets,
            Intervals intervals,
            Losses losses,
            Ledger ledger,
            Ids ids,
            LossConfig config,
            MeterRegistry meters) {
        this.wallets = wallets;
        this.intervals = intervals;
        this.losses = losses;
        this.ledger = ledger;
        this.ids = ids;
        this.config = config;
        this.waiting = meters.gauge("dumont.losses.waiting", Tags.empty(), new AtomicLong());
    }

    /** The box was given up; may be told more than once. @param trigger of the failover, e.g. {@code lost} */
    public void take(Loss loss, String trigger, Instant now) {
        if (config.triggers().contains(trigger)) {
            wallets.changing(loss.user(), now, open -> {
                losses.note(loss, now);
                settle(open, loss.failover(), now);
            });
        }
    }

    public void sweep(Instant now) {
        losses.waiting()
                .forEach(loss -> wallets.changing(loss.user(), now, open -> settle(open, loss.failover(), now)));
        waiting.set(losses.waiting().size());
    }

    private void settle(OpenWallet open, FailoverId failover, Instant now) {
        Optional<Loss> waits = losses.waiting(failover);
        waits.flatMap(loss -> ended(open, loss)).ifPresent(interval -> {
            Loss loss = waits.orElseThrow();
            Money credit = loss.credit(interval, config.most());
            if (credit.micros() > 0 && ledger.post(now, posting(loss, interval, credit))) {
                open.spent(new Shares(credit, Money.ZERO).negated(), Shares.NOTHING);
            }
            losses.settled(loss, credit, now);
        });
    }

    private Optional<Interval> ended(OpenWallet open, Loss loss) {
        return intervals
                .find(loss.stretch())
                .filter(interval -> interval.user().equals(open.user()))
                .filter(interval ->
                        interval.meter().openedAt() != null && interval.meter().closedAt() != null);
    }

    private Posting posting(Loss loss, Interval interval, Money credit) {
        return new Posting(
                ids.next(TransactionId::new),
                loss.user(),
                TransactionKind.LOSS_CREDIT,
                "loss:" + loss.failover(),
                credit,
                loss.instance(),
                "Work that was lost, " + loss.seconds(interval.meter()) + " s at "
                        + interval.meter().price(),
                Map.of(
                        "failover",
                        loss.failover().value().toString(),
                        "interval",
                        interval.id().value().toString()),
                loss.lastConfirmedAt(),
                List.of(
                        Line.debit(AccountCode.LOSS_CREDIT, credit),
                        Line.credit(AccountCode.promo(loss.user()), credit)));
    }
}
