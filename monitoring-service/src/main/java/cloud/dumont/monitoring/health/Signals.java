package cloud.dumont.monitoring.health;

import cloud.dumont.events.HealthEvent.Signal;
import java.time.Duration;
import java.time.Instant;

/** What makes a machine suspect. None of these is a verdict. */
public final class Signals {
    public static final String BEAT_MISSED = "beat_missed";
    public static final String STREAM_CLOSED = "stream_closed";
    public static final String STREAM_OPENED = "stream_opened";
    public static final String VENDOR_SAYS = "vendor_says";
    public static final String GOODBYE = "goodbye";

    private Signals() {}

    static Signal beatMissed(Instant lastSeen, Instant now) {
        long seconds = Duration.between(lastSeen, now).toSeconds();
        return new Signal(BEAT_MISSED, now, "no beat for " + seconds + " s");
    }

    public static Signal streamClosed(Instant at) {
        return new Signal(STREAM_CLOSED, at, "the line for commands broke off at the machine's end");
    }

    public static Signal streamOpened(Instant at) {
        return new Signal(STREAM_OPENED, at, "the line for commands is there again");
    }

    public static Signal vendorSays(String status, Instant at) {
        return new Signal(VENDOR_SAYS, at, status);
    }

    public static Signal goodbye(String reason, Instant at) {
        return new Signal(GOODBYE, at, reason);
    }
}
