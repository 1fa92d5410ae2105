package cloud.dumont.monitoring.loss;

import cloud.dumont.events.HealthEvent.Signal;
import cloud.dumont.monitoring.health.Health;
import cloud.dumont.monitoring.health.Mandate;
import cloud.dumont.monitoring.health.Signals;
import cloud.dumont.monitoring.health.Suspicion;
import cloud.dumont.monitoring.instances.Look;
import cloud.dumont.monitoring.loss.Evidence.Probe;
import cloud.dumont.monitoring.loss.Evidence.VendorWord;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What one replica found out about one suspicion, while it lasts. Losing it costs a few seconds. */
final class Case {
    /** One that waits for its time-outs does not keep the next from beginning in time. */
    private static final int AT_ONCE = 2;

    private final Instant suspectedAt;
    private final Mandate mandate;
    private int running;
    private @Nullable Instant begunAt;
    private Evidence evidence;
    private @Nullable Look look;
    private @Nullable Instant askedAt;

    Case(Suspicion suspicion, Mandate mandate) {
        this.suspectedAt = suspicion.since();
        this.mandate = mandate;
        this.evidence =
                new Evidence(suspicion.lastSeenAt(), Optional.empty(), Optional.empty(), Optional.empty(), List.of());
    }

    boolean isOf(Health.Unheard unheard) {
        return suspectedAt.equals(unheard.suspicion().since());
    }

    /** Under which all of it was found out. */
    Mandate mandate() {
        return mandate;
    }

    /** @return false when it is too early, or others still run */
    synchronized boolean begin(Instant now, Duration every) {
        if (running >= AT_ONCE || (begunAt != null && now.isBefore(begunAt.plus(every)))) {
            return false;
        }
        running++;
        begunAt = now;
        return true;
    }

    synchronized void end() {
        running--;
    }

    /** @return whether the vendor is to be asked now */
    synchronized boolean asks(Instant now, Duration every) {
        if (askedAt != null && now.isBefore(askedAt.plus(every))) {
            return false;
        }
        askedAt = now;
        return true;
    }

    synchronized void saw(Look seen) {
        look = seen;
        evidence = evidence.with(new VendorWord(status(seen.status()), seen.readAt()));
    }

    synchronized void heard(Probe probe, Instant from) {
        evidence = evidence.with(probe).since(from);
    }

    synchronized Optional<Look> look() {
        return Optional.ofNullable(look);
    }

    /** All that is known, what was noted with the suspicion included. */
    synchronized Evidence evidence(Suspicion suspicion) {
        Evidence all = new Evidence(
                suspicion.lastSeenAt(),
                streamClosed(suspicion),
                evidence.vendor(),
                Optional.empty(),
                evidence.probes());
        return suspicion
                .latest(Signals.VENDOR_SAYS)
                .map(signal -> all.listed(new VendorWord(status(signal.detail()), signal.at())))
                .orElse(all);
    }

    private static Optional<Instant> streamClosed(Suspicion suspicion) {
        Optional<Instant> opened = suspicion.latest(Signals.STREAM_OPENED).map(Signal::at);
        return suspicion
                .latest(Signals.STREAM_CLOSED)
                .map(Signal::at)
                .filter(closed -> opened.filter(since -> since.isAfter(closed)).isEmpty());
    }

    /** A word that is not known yet is no reason to give anybody up. */
    private static VendorWord.Status status(String word) {
        for (VendorWord.Status status : VendorWord.Status.values()) {
            if (status.name().toLowerCase(Locale.ROOT).equals(word)) {
                return status;
            }
        }
        return VendorWord.Status.UNCLEAR;
    }

    /** What a loss is accounted for with: the signals, the vendor's word, and what each place found out last. */
    static List<Signal> account(Suspicion suspicion, Evidence evidence) {
        List<Signal> account = new ArrayList<>(suspicion.signals());
        evidence.vendor()
                .ifPresent(word -> account.add(new Signal(
                        "vendor_read", word.readAt(), word.status().name().toLowerCase(Locale.ROOT))));
        evidence.probes().stream()
                .skip(Math.max(0, evidence.probes().size() - 12L))
                .map(probe -> new Signal(
                        probe.answered() ? "probe_answered" : "probe_failed",
                        probe.at(),
                        "from " + probe.vantage() + ", "
                                + switch (probe.way()) {
                                    case SSH -> "ssh";
                                    case SECOND -> "the second way";
                                }))
                .forEach(account::add);
        return account;
    }
}
