package cloud.dumont.billing.wallet;

import cloud.dumont.billing.usage.Interval;
import cloud.dumont.billing.usage.Intervals;
import cloud.dumont.events.Actor;
import cloud.dumont.events.DomainEvent;
import cloud.dumont.events.WalletEvent;
import cloud.dumont.kernel.HourlyPrice;
import cloud.dumont.kernel.Money;
import cloud.dumont.kernel.UserId;
import cloud.dumont.outbox.Fact;
import cloud.dumont.outbox.Outbox;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.MDC;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The only way to change a user's money: everything happens in one transaction under the lock of the wallet's row. When
 * something changed, the same transaction gives the wallet its next revision, moves the exhaustion timer and tells of it.
 */
@Component
public class Wallets {
    static final Actor ACTOR = Actor.system("billing");

    private final WalletRows rows;
    private final Intervals intervals;
    private final Outbox outbox;
    private final ExhaustionTimer timer;
    private final BalanceCache cache;
    private final TransactionTemplate transactions;
    private final TransactionTemplate snapshots;

    Wallets(
            WalletRows rows,
            Intervals intervals,
            Outbox outbox,
            ExhaustionTimer timer,
            BalanceCache cache,
            PlatformTransactionManager transactionManager) {
        this.rows = rows;
        this.intervals = intervals;
        this.outbox = outbox;
        this.timer = timer;
        this.cache = cache;
        this.transactions = new TransactionTemplate(transactionManager);
        this.snapshots = new TransactionTemplate(transactionManager);
        snapshots.setReadOnly(true);
        snapshots.setIsolationLevel(TransactionDefinition.ISOLATION_REPEATABLE_READ);
    }

    /** Runs {@code work} with the locked wallet; joins a running transaction. A user without a wallet gets an empty one. */
    public <T> T change(UserId user, Instant now, Function<OpenWallet, T> work) {
        return Objects.requireNonNull(transactions.execute(status -> {
            OpenWallet open = new OpenWallet(rows.lock(user));
            T result = work.apply(open);
            if (open.isChanged()) {
                settle(open, now);
            }
            return result;
        }));
    }

    public void changing(UserId user, Instant now, Consumer<OpenWallet> work) {
        change(user, now, open -> {
            work.accept(open);
            return true;
        });
    }

    private void settle(OpenWallet open, Instant now) {
        UserId user = open.user();
        long revision = open.nextRevision();
        Balance balance = balance(rows.find(user).orElseThrow(), now);
        rows.save(user, revision, balance.runsOutAt());
        if (balance.runsOutAt() != null) {
            timer.set(user, balance.runsOutAt());
        }
        tell(
                open,
                now,
                user.text(),
                new WalletEvent.Changed(
                        balance.posted(),
                        balance.held(),
                        balance.burnPerHour().nanos() / 3600,
                        balance.runsOutAt(),
                        revision));
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCommit() {
                cache.writeSoon(user, balance, revision);
            }
        });
    }

    /** Appends a fact of this wallet. @param subject what it is about, e.g. {@code usg_…} */
    public void tell(OpenWallet open, Instant now, String subject, DomainEvent event) {
        UserId user = open.user();
        outbox.append(
                now,
                new Fact(subject, user.text(), open.nextRevision(), null, user, ACTOR, MDC.get("request_id"), event));
    }

    /** As of now, computed from the database; empty for a user who never had money here. */
    public Optional<Versioned> read(UserId user, Instant now) {
        // Purses and intervals of one instant: a flush between two reads would be counted twice or not at all.
        return Objects.requireNonNull(snapshots.execute(status ->
                rows.find(user).map(wallet -> new Versioned(wallet, balance(wallet, now)))));
    }

    /** Like {@link #read}, and renews the cache; a user who never had money has nothing. */
    public Balance show(UserId user, Instant now) {
        Optional<Versioned> found = read(user, now);
        found.ifPresent(versioned ->
                cache.writeSoon(user, versioned.balance(), versioned.wallet().revision()));
        return found.map(Versioned::balance)
                .orElseGet(
                        () -> new Balance(Money.ZERO, Money.ZERO, Money.ZERO, Money.ZERO, HourlyPrice.ZERO, null, now));
    }

    public Balance balance(Wallet wallet, Instant now) {
        List<Interval> open = intervals.open(wallet.user());
        return Balance.of(wallet, open, now);
    }

    public List<UserId> thatRanOutBefore(Instant moment) {
        return rows.thatRanOutBefore(moment);
    }

    /** A wallet and its balance at a moment. */
    public record Versioned(Wallet wallet, Balance balance) {}
}
