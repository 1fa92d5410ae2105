package cloud.dumont.billing.spending;

import cloud.dumont.billing.ledger.Ledger;
import cloud.dumont.billing.ledger.Posting;
import cloud.dumont.billing.rating.Meter;
import cloud.dumont.billing.spending.Hold.Purpose;
import cloud.dumont.billing.usage.Interval;
import cloud.dumont.billing.usage.Intervals;
import cloud.dumont.billing.wallet.OpenWallet;
import cloud.dumont.billing.wallet.Shares;
import cloud.dumont.billing.wallet.Wallets;
import cloud.dumont.events.UsageEvent;
import cloud.dumont.kernel.Money;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * The only way money leaves by use: reads the meters of a locked wallet and posts the differences. A reading that is
 * repeated charges nothing.
 */
@Component
public class Flush {
    private final Intervals intervals;
    private final Holds holds;
    private final Ledger ledger;
    private final UsagePostings postings;
    private final Wallets wallets;

    Flush(Intervals intervals, Holds holds, Ledger ledger, UsagePostings postings, Wallets wallets) {
        this.intervals = intervals;
        this.holds = holds;
        this.ledger = ledger;
        this.postings = postings;
        this.wallets = wallets;
    }

    /** Everything that is being used now. */
    public void all(OpenWallet open, Instant now) {
        intervals.open(open.user()).forEach(interval -> one(open, interval, now));
    }

    public void one(OpenWallet open, Interval interval, Instant now) {
        Meter.Reading reading = interval.meter().read(now);
        long charge = reading.charge().micros();
        if (charge > 0) {
            charge(open, interval, reading, now);
        } else if (charge < 0) {
            correct(open, interval, reading, now);
        } else if (reading.seconds() != interval.meter().ratedSeconds()) {
            intervals.rated(interval, reading, interval.promoPaid(), interval.waived());
        }
    }

    private void charge(OpenWallet open, Interval interval, Meter.Reading reading, Instant now) {
        Optional<Hold> landing = holds.active(interval.instance(), Purpose.LANDING);
        Charge charge = Charge.of(
                reading.charge(), open.now().free(), landing.map(Hold::left).orElse(Shares.NOTHING));
        post(now, postings.charge(interval, reading, charge, now));
        if (charge.reserve().total().micros() > 0) {
            holds.captured(landing.orElseThrow(), charge.reserve());
        }
        open.spent(charge.paid(), charge.reserve());
        Money waived = interval.waived().plus(charge.overrun());
        remember(
                open,
                interval,
                reading,
                now,
                interval.promoPaid().plus(charge.paid().promo()),
                waived);
    }

    private void correct(OpenWallet open, Interval interval, Meter.Reading reading, Instant now) {
        GivenBack back = GivenBack.of(reading.charge().negated(), interval);
        post(now, postings.correction(interval, reading, back, now));
        open.spent(back.shares().negated(), Shares.NOTHING);
        remember(
                open,
                interval,
                reading,
                now,
                interval.promoPaid().minus(back.shares().promo()),
                interval.waived().minus(back.waived()));
    }

    private void post(Instant now, List<Posting> all) {
        for (Posting posting : all) {
            if (!ledger.post(now, posting)) {
                throw new IllegalStateException(posting.key() + " was posted before its interval knew of it");
            }
        }
    }

    private void remember(
            OpenWallet open, Interval before, Meter.Reading reading, Instant now, Money promoPaid, Money waived) {
        intervals.rated(before, reading, promoPaid, waived);
        Money total = before.meter().after(reading).rated().minus(waived);
        Money charged = total.minus(before.meter().rated().minus(before.waived()));
        wallets.tell(
                open,
                now,
                before.id().text(),
                new UsageEvent.Flushed(before.instance(), before.id(), reading.seconds(), charged, total));
    }
}
