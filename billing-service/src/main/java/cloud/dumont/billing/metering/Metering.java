package cloud.dumont.billing.metering;

import cloud.dumont.billing.spending.Flush;
import cloud.dumont.billing.spending.Landing;
import cloud.dumont.billing.usage.Ended;
import cloud.dumont.billing.usage.Interval;
import cloud.dumont.billing.usage.Intervals;
import cloud.dumont.billing.usage.Started;
import cloud.dumont.billing.wallet.OpenWallet;
import cloud.dumont.billing.wallet.Wallets;
import cloud.dumont.kernel.Ids;
import cloud.dumont.kernel.IntervalId;
import java.time.Instant;
import org.springframework.stereotype.Component;

/**
 * Turns "serving started" and "serving ended" into paid intervals, whatever order and however often they come.
 *
 * <pre>
 *   started ─── ended        opened, closed, rated
 *   ended ─── started        the end waits; rated when the start arrives
 *   started ─── started      the second is no news
 *   started ─── ended ─── ended (earlier)     what was charged too much is given back
 * </pre>
 */
@Component
public class Metering {
    private final Wallets wallets;
    private final Intervals intervals;
    private final Landing landing;
    private final Flush flush;
    private final Ids ids;

    Metering(Wallets wallets, Intervals intervals, Landing landing, Flush flush, Ids ids) {
        this.wallets = wallets;
        this.intervals = intervals;
        this.landing = landing;
        this.flush = flush;
        this.ids = ids;
    }

    public void started(Started started, Instant now) {
        wallets.changing(started.user(), now, open -> {
            if (!intervals.start(
                    now, ids.next(IntervalId::new), open.now().paid().account(), started)) {
                return;
            }
            open.touch();
            Interval interval = intervals.find(started.stretch()).orElseThrow();
            if (interval.meter().isOpen()) {
                landing.opened(open, interval, now);
            } else {
                flush.one(open, interval, now);
            }
        });
    }

    public void ended(Ended ended, Instant now) {
        wallets.changing(ended.user(), now, open -> end(open, ended, now));
    }

    private void end(OpenWallet open, Ended ended, Instant now) {
        boolean wasOpen = intervals
                .find(ended.stretch())
                .map(before -> before.meter().isOpen())
                .orElse(false);
        if (!intervals.end(now, ids.next(IntervalId::new), open.now().paid().account(), ended)) {
            return;
        }
        open.touch();
        Interval interval = intervals.find(ended.stretch()).orElseThrow();
        if (wasOpen) {
            landing.closed(open, interval, now);
        } else {
            flush.one(open, interval, now);
        }
    }
}
