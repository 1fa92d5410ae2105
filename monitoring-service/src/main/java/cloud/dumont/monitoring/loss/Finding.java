package cloud.dumont.monitoring.loss;

import java.time.Duration;
import java.time.Instant;

/** What the evidence comes to. Whether it may be acted on is the guard's. */
public sealed interface Finding {
    /** It is over, by the vendor's word. */
    record ConfirmedLost(Evidence.VendorWord.Status status) implements Finding {}

    /** Nobody says so, but nothing answers. */
    record SilentlyLost(Duration silence) implements Finding {}

    /** @param again when more may be known */
    record NotYet(Instant again) implements Finding {}

    /**
     * @param doubt 1, or more when this process itself limps or the machine was suspected often lately: times are as many times
     *     as long
     */
    static Finding of(Evidence evidence, LossConfig config, int doubt, Instant now) {
        var over = evidence.over(config, now);
        if (over.isPresent()) {
            Instant agreed = agreed(evidence, config, doubt);
            return now.isBefore(agreed)
                    ? new NotYet(agreed)
                    : new ConfirmedLost(over.get().status());
        }
        Instant due = due(evidence, config, doubt);
        if (now.isBefore(due)) {
            return new NotYet(due);
        }
        return evidence.isUnreachable(config, now)
                ? new SilentlyLost(evidence.silence(now))
                : new NotYet(now.plus(config.probeWindow().dividedBy(config.probes())));
    }

    /** While the box answers, its vendor's word is one against one: both ways of asking it, and silence, have to agree. */
    private static Instant agreed(Evidence evidence, LossConfig config, int doubt) {
        if (!evidence.stillAnswers()) {
            return Instant.MIN;
        }
        return evidence.isOverByListAndRead()
                ? evidence.lastBeat().plus(config.silence().multipliedBy(doubt))
                : Instant.MAX;
    }

    /** A line that broke off at the machine's end says at once what silence says only after a while. */
    private static Instant due(Evidence evidence, LossConfig config, int doubt) {
        Instant lastBeat = evidence.lastBeat();
        if (evidence.livesBehindABrokenPath()) {
            return lastBeat.plus(config.silenceIfReached().multipliedBy(doubt));
        }
        Instant bySilence = lastBeat.plus(config.silence().multipliedBy(doubt));
        return evidence.streamClosed()
                .filter(closed -> closed.isAfter(lastBeat))
                .map(closed -> closed.plus(config.silenceIfStreamClosed().multipliedBy(doubt)))
                .filter(byStream -> byStream.isBefore(bySilence))
                .orElse(bySilence);
    }
}
