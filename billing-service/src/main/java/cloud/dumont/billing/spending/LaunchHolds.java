package cloud.dumont.billing.spending;

import cloud.dumont.billing.spending.Hold.End;
import cloud.dumont.billing.spending.Hold.Purpose;
import cloud.dumont.billing.wallet.OpenWallet;
import cloud.dumont.billing.wallet.Shares;
import cloud.dumont.billing.wallet.Wallets;
import cloud.dumont.kernel.HoldId;
import cloud.dumont.kernel.HourlyPrice;
import cloud.dumont.kernel.Ids;
import cloud.dumont.kernel.InstanceId;
import cloud.dumont.kernel.Money;
import cloud.dumont.kernel.UserId;
import cloud.dumont.web.problem.CommonRefusal;
import cloud.dumont.web.problem.RefusedException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Money set aside while a machine is being created. Nobody has to clean up after a creation that died: a hold expires. */
@Component
public class LaunchHolds {
    private final Wallets wallets;
    private final Holds holds;
    private final Flush flush;
    private final Ids ids;
    private final SpendingConfig config;

    LaunchHolds(Wallets wallets, Holds holds, Flush flush, Ids ids, SpendingConfig config) {
        this.wallets = wallets;
        this.holds = holds;
        this.flush = flush;
        this.ids = ids;
        this.config = config;
    }

    /** @param reserve the part of {@code amount} that is the landing reserve */
    public record Taken(HoldId hold, Money amount, Money reserve, Instant expiresAt) {}

    /**
     * Idempotent by instance: an active hold of the same price is renewed, one of another price is replaced.
     *
     * @throws RefusedException {@code insufficient_balance}, {@code account_frozen}; then nothing changed
     */
    public Taken take(UserId user, InstanceId instance, HourlyPrice price, Instant now) {
        return wallets.change(user, now, open -> {
            expireOverdue(open, now);
            flush.all(open, now);
            Optional<Hold> active = holds.active(instance, Purpose.LAUNCH);
            if (active.isPresent() && !active.get().user().equals(user)) {
                throw new RefusedException(new CommonRefusal.NotFound());
            }
            Reservation reservation = Reservation.of(price, config);
            Instant expiresAt = now.plus(config.holdLife());
            if (active.isPresent() && active.get().price().equals(price)) {
                holds.renew(active.get(), expiresAt);
                return new Taken(active.get().id(), active.get().amount(), reservation.reserve(), expiresAt);
            }
            active.ifPresent(hold -> holds.end(open, now, hold, End.RELEASED));
            Hold hold = place(open, instance, price, reservation, now, expiresAt);
            return new Taken(hold.id(), hold.amount(), reservation.reserve(), expiresAt);
        });
    }

    private Hold place(
            OpenWallet open,
            InstanceId instance,
            HourlyPrice price,
            Reservation reservation,
            Instant now,
            Instant expiresAt) {
        SpendingRefusal.check(
                        open.now(), reservation.amount(), open.now().free().total())
                .ifPresent(refusal -> {
                    throw new RefusedException(refusal);
                });
        Shares shares = open.now().free().paidFirst(reservation.amount());
        return holds.place(
                open,
                now,
                new Hold(
                        ids.next(HoldId::new),
                        open.user(),
                        instance,
                        Purpose.LAUNCH,
                        price,
                        reservation.amount(),
                        Money.ZERO,
                        shares),
                expiresAt);
    }

    /** Idempotent: a hold that is not there is released already. */
    public void release(InstanceId instance, Instant now) {
        holds.active(instance, Purpose.LAUNCH)
                .ifPresent(seen -> wallets.changing(seen.user(), now, open -> release(open, instance, now)));
    }

    void release(OpenWallet open, InstanceId instance, Instant now) {
        // Read again: it may have been released while we waited for the lock.
        holds.active(instance, Purpose.LAUNCH).ifPresent(hold -> holds.end(open, now, hold, End.RELEASED));
    }

    void releaseAll(OpenWallet open, Instant now) {
        holds.activeLaunches(open.user()).forEach(hold -> holds.end(open, now, hold, End.RELEASED));
    }

    private void expireOverdue(OpenWallet open, Instant now) {
        holds.overdue(open.user(), now).forEach(hold -> holds.end(open, now, hold, End.EXPIRED));
    }

    public List<UserId> usersWithOverdue(Instant now) {
        return holds.usersWithOverdue(now);
    }

    public void expire(UserId user, Instant now) {
        wallets.changing(user, now, open -> expireOverdue(open, now));
    }
}
