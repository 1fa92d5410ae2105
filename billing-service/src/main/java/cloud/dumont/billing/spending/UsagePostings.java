package cloud.dumont.billing.spending;

import cloud.dumont.billing.ledger.AccountCode;
import cloud.dumont.billing.ledger.Posting;
import cloud.dumont.billing.ledger.Posting.Line;
import cloud.dumont.billing.ledger.TransactionKind;
import cloud.dumont.billing.rating.Meter;
import cloud.dumont.billing.usage.Interval;
import cloud.dumont.kernel.Ids;
import cloud.dumont.kernel.Money;
import cloud.dumont.kernel.TransactionId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;

/** How the readings of an interval look in the books. Keys carry the interval's version, not its seconds: the same number of seconds can be right twice. */
@Component
class UsagePostings {
    private final Ids ids;

    UsagePostings(Ids ids) {
        this.ids = ids;
    }

    List<Posting> charge(Interval interval, Meter.Reading reading, Charge charge, Instant now) {
        List<Posting> postings = new ArrayList<>();
        Money paid = charge.paid().total();
        if (paid.micros() > 0) {
            List<Line> lines = new ArrayList<>();
            spend(
                    lines,
                    AccountCode.promo(interval.user()),
                    charge.free().promo(),
                    charge.reserve().promo());
            spend(
                    lines,
                    AccountCode.wallet(interval.user()),
                    charge.free().paid(),
                    charge.reserve().paid());
            lines.add(Line.credit(revenue(interval), paid));
            postings.add(usage(interval, reading, TransactionKind.USAGE, paid.negated(), lines, now));
        }
        if (charge.overrun().micros() > 0) {
            postings.add(overrun(
                    interval,
                    reading,
                    now,
                    List.of(
                            Line.debit(AccountCode.OVERRUN, charge.overrun()),
                            Line.credit(revenue(interval), charge.overrun()))));
        }
        return postings;
    }

    List<Posting> correction(Interval interval, Meter.Reading reading, GivenBack back, Instant now) {
        List<Posting> postings = new ArrayList<>();
        Money returned = back.shares().total();
        if (returned.micros() > 0) {
            List<Line> lines = new ArrayList<>();
            lines.add(Line.debit(revenue(interval), returned));
            giveBack(lines, AccountCode.wallet(interval.user()), back.shares().paid());
            giveBack(lines, AccountCode.promo(interval.user()), back.shares().promo());
            postings.add(usage(interval, reading, TransactionKind.USAGE_CORRECTION, returned, lines, now));
        }
        if (back.waived().micros() > 0) {
            postings.add(overrun(
                    interval,
                    reading,
                    now,
                    List.of(
                            Line.debit(revenue(interval), back.waived()),
                            Line.credit(AccountCode.OVERRUN, back.waived()))));
        }
        return postings;
    }

    private static AccountCode revenue(Interval interval) {
        return AccountCode.revenue(interval.stretch().kind().code());
    }

    private static void spend(List<Line> lines, AccountCode account, Money free, Money unheld) {
        Money amount = free.plus(unheld);
        if (amount.micros() > 0) {
            lines.add(new Line(account, amount, unheld));
        }
    }

    private static void giveBack(List<Line> lines, AccountCode account, Money amount) {
        if (amount.micros() > 0) {
            lines.add(Line.credit(account, amount));
        }
    }

    private Posting usage(
            Interval interval,
            Meter.Reading reading,
            TransactionKind kind,
            Money amount,
            List<Line> lines,
            Instant now) {
        return new Posting(
                ids.next(TransactionId::new),
                interval.user(),
                kind,
                "usage:" + interval.id() + ":" + interval.version(),
                amount,
                interval.instance(),
                describe(interval, reading),
                metadata(interval, reading),
                now,
                lines);
    }

    private Posting overrun(Interval interval, Meter.Reading reading, Instant now, List<Line> lines) {
        return new Posting(
                ids.next(TransactionId::new),
                null,
                TransactionKind.OVERRUN,
                "overrun:" + interval.id() + ":" + interval.version(),
                Money.ZERO,
                interval.instance(),
                describe(interval, reading),
                metadata(interval, reading),
                now,
                lines);
    }

    private static String describe(Interval interval, Meter.Reading reading) {
        long seconds = reading.seconds() - interval.meter().ratedSeconds();
        String what = interval.gpu() == null
                ? interval.stretch().kind().code()
                : interval.gpuCount() + " x " + interval.gpu();
        return what + ", " + seconds + " s at " + interval.meter().price();
    }

    private static Map<String, String> metadata(Interval interval, Meter.Reading reading) {
        return Map.of(
                "interval",
                interval.id().value().toString(),
                "placement",
                interval.stretch().placement().value().toString(),
                "from_second",
                Long.toString(interval.meter().ratedSeconds()),
                "to_second",
                Long.toString(reading.seconds()));
    }
}
