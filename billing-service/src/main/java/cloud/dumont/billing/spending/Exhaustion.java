package cloud.dumont.billing.spending;

import cloud.dumont.billing.usage.Interval;
import cloud.dumont.billing.usage.Intervals;
import cloud.dumont.billing.wallet.Balance;
import cloud.dumont.billing.wallet.OpenWallet;
import cloud.dumont.billing.wallet.Wallets;
import cloud.dumont.events.WalletEvent;
import cloud.dumont.kernel.UserId;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * What happens when a wallet runs out: everything used is posted, and if then nothing is left, its machines are to stop,
 * the dearest first. Looking too often changes nothing; stops are asked for again until nothing burns any more.
 */
@Component
public class Exhaustion {
    /** Less than what one second costs is nothing. */
    private static final Duration NOTHING_LEFT = Duration.ofSeconds(1);

    private final Wallets wallets;
    private final Intervals intervals;
    private final Flush flush;
    private final LaunchHolds launches;
    private final SpendingConfig config;

    Exhaustion(Wallets wallets, Intervals intervals, Flush flush, LaunchHolds launches, SpendingConfig config) {
        this.wallets = wallets;
        this.intervals = intervals;
        this.flush = flush;
        this.launches = launches;
        this.config = config;
    }

    /** @return when to look again; empty when nothing burns */
    public Optional<Instant> look(UserId user, Instant now) {
        return wallets.change(user, now, open -> {
            if (!isEmpty(open, now)) {
                return next(open, now);
            }
            // A machine that is not there yet gives way to those that run.
            launches.releaseAll(open, now);
            flush.all(open, now);
            if (!isEmpty(open, now)) {
                return next(open, now);
            }
            open.touch();
            wallets.tell(
                    open,
                    now,
                    user.text(),
                    new WalletEvent.Exhausted(intervals.open(user).stream()
                            .map(Interval::instance)
                            .distinct()
                            .toList()));
            return Optional.of(now.plus(config.lookAgain()));
        });
    }

    private boolean isEmpty(OpenWallet open, Instant now) {
        return next(open, now).map(at -> !at.isAfter(now.plus(NOTHING_LEFT))).orElse(false);
    }

    private Optional<Instant> next(OpenWallet open, Instant now) {
        Balance balance = wallets.balance(open.now(), now);
        return Optional.ofNullable(balance.runsOutAt());
    }
}
