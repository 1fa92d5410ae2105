package cloud.dumont.agent.backup;

import cloud.dumont.agent.protocol.backup.BackupReading;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** What the beat tells of the backup. Written by the engine, read by anybody. */
public final class Status {
    /** What the engine is about, apart from a session. */
    enum Phase {
        STARTING("starting"),
        OFF("off"),
        RUNNING("idle"),
        RESTORING("restoring"),
        FAILING("failing"),
        LIMITED("limited");

        private final String word;

        Phase(String word) {
            this.word = word;
        }
    }

    private final LongSupplier nanoTime;
    private Phase phase = Phase.STARTING;
    private @Nullable String problem;
    private @Nullable Session session;
    private boolean watched;
    private boolean watchedAndSaved;
    private long lastSeq;
    private long files;
    private long bytes;
    private boolean everWhole;
    private long wholeNanos;
    private long sentBytes;
    private long measuredNanos;
    private long bytesPerSecond;

    public Status(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.measuredNanos = nanoTime.getAsLong();
    }

    synchronized void phase(Phase now, @Nullable String line) {
        phase = now;
        problem = line;
    }

    synchronized void session(@Nullable Session now) {
        session = now;
        sentBytes = 0;
        watchedAndSaved = false;
    }

    synchronized void watched(boolean now) {
        watched = now;
    }

    /** While set, everything is in a commit for as long as the session knows of no change. */
    synchronized void watchedAndSaved(boolean now) {
        watchedAndSaved = now;
    }

    /** Everything that is known of this moment is in a commit. */
    synchronized void whole(long nanos) {
        if (!everWhole || nanos - wholeNanos > 0) {
            wholeNanos = nanos;
            everWhole = true;
        }
    }

    synchronized void committed(long seq, long filesNow, long bytesNow) {
        lastSeq = seq;
        files = filesNow;
        bytes = bytesNow;
    }

    public synchronized BackupReading reading() {
        long now = nanoTime.getAsLong();
        Session open = session;
        OptionalLong oldest = open == null ? OptionalLong.empty() : open.oldestNanos();
        if (watchedAndSaved && oldest.isEmpty()) {
            whole(now);
        }
        long unprotected = oldest.isPresent() ? Math.max(1, millis(now - oldest.getAsLong())) : 0;
        long backlog = open == null ? 0 : open.backlogBytes();
        measure(open, now);
        String trouble = problem != null || open == null ? problem : open.trouble();
        String word = phase.word;
        if (phase == Phase.RUNNING) {
            word = trouble != null ? Phase.FAILING.word : unprotected > 0 ? "working" : Phase.RUNNING.word;
        }
        return new BackupReading(
                word,
                lastSeq,
                everWhole ? Long.valueOf(millis(now - wholeNanos)) : null,
                unprotected,
                backlog,
                bytesPerSecond,
                files,
                bytes,
                watched,
                trouble);
    }

    private void measure(@Nullable Session open, long now) {
        long elapsed = now - measuredNanos;
        if (elapsed < TimeUnit.SECONDS.toNanos(5)) {
            return;
        }
        long sent = open == null ? 0 : open.sentBytes();
        long rate = (long) (Math.max(0, sent - sentBytes) * 1e9 / elapsed);
        // While nothing is sent the last speed is the best guess.
        bytesPerSecond = rate > 0 ? rate : bytesPerSecond;
        sentBytes = sent;
        measuredNanos = now;
    }

    private static long millis(long nanos) {
        return Math.max(0, TimeUnit.NANOSECONDS.toMillis(nanos));
    }
}
