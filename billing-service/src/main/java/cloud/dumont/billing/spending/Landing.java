package cloud.dumont.billing.spending;

import cloud.dumont.billing.spending.Hold.End;
import cloud.dumont.billing.spending.Hold.Purpose;
import cloud.dumont.billing.usage.Interval;
import cloud.dumont.billing.wallet.OpenWallet;
import cloud.dumont.billing.wallet.Shares;
import cloud.dumont.kernel.HoldId;
import cloud.dumont.kernel.Ids;
import cloud.dumont.kernel.Money;
import java.time.Instant;
import org.springframework.stereotype.Component;

/**
 * The landing reserve: held while a machine is paid for, spent only by that machine and only after everything else, given
 * back when the interval ends.
 */
@Component
public class Landing {
    private final Holds holds;
    private final LaunchHolds launches;
    private final Flush flush;
    private final Ids ids;
    private final SpendingConfig config;

    Landing(Holds holds, LaunchHolds launches, Flush flush, Ids ids, SpendingConfig config) {
        this.holds = holds;
        this.launches = launches;
        this.flush = flush;
        this.ids = ids;
        this.config = config;
    }

    /** An interval opened: the launch hold has done its work, what was used until now is paid, the reserve is set aside. */
    public void opened(OpenWallet open, Interval interval, Instant now) {
        launches.release(open, interval.instance(), now);
        flush.all(open, now);
        if (holds.active(interval.instance(), Purpose.LANDING).isPresent()) {
            return;
        }
        Money reserve = Reservation.of(interval.meter().price(), config).reserve();
        // A launch that outlived its hold may find less than the reserve; the timer then goes off the sooner.
        Shares shares = open.now().free().paidFirst(reserve);
        holds.place(
                open,
                now,
                new Hold(
                        ids.next(HoldId::new),
                        interval.user(),
                        interval.instance(),
                        Purpose.LANDING,
                        interval.meter().price(),
                        shares.total(),
                        Money.ZERO,
                        shares),
                null);
    }

    /** An interval that was open ended: its last seconds are paid, what is left of the reserve is given back. */
    public void closed(OpenWallet open, Interval interval, Instant now) {
        flush.one(open, interval, now);
        holds.active(interval.instance(), Purpose.LANDING)
                .ifPresent(
                        hold -> holds.end(open, now, hold, hold.captured().micros() > 0 ? End.CAPTURED : End.RELEASED));
    }
}
