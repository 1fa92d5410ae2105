package cloud.dumont.agent.restore;

import cloud.dumont.agent.files.RawPath;
import cloud.dumont.agent.protocol.backup.RestoreReport;
import cloud.dumont.agent.table.Withheld;
import cloud.dumont.kernel.Epoch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** How far a restore is; told by many threads. */
public final class RestoreProgress {
    private static final int NAMED = 100;
    private final String id;
    private final Epoch epoch;
    private final LongSupplier nanoTime;
    private String phase = RestoreReport.PLANNING;
    private long filesDone;
    private long filesTotal;
    private long bytesDone;
    private long bytesTotal;
    private long damagedFiles;
    private final List<String> damaged = new ArrayList<>();
    private final List<RawPath> missing = new ArrayList<>();
    private @Nullable String problem;
    private long measuredNanos;
    private long measuredBytes;
    private long fetchedBytes;
    private long bytesPerSecond;

    public RestoreProgress(String id, Epoch epoch, LongSupplier nanoTime) {
        this.id = id;
        this.epoch = epoch;
        this.nanoTime = nanoTime;
        this.measuredNanos = nanoTime.getAsLong();
    }

    synchronized void plan(long files, long bytes) {
        filesTotal = files;
        bytesTotal = bytes;
    }

    synchronized void phase(String now) {
        phase = now;
        notifyAll();
    }

    /** Until it is another phase than this, or for so long: whoever waits for the files waits for no report. */
    public synchronized void awaitOtherThan(String known, Duration longest) throws InterruptedException {
        long until = System.nanoTime() + longest.toNanos();
        for (long left = longest.toNanos(); left > 0 && phase.equals(known); left = until - System.nanoTime()) {
            wait(Math.max(1, TimeUnit.NANOSECONDS.toMillis(left)));
        }
    }

    synchronized void fetched(long bytes) {
        fetchedBytes += bytes;
    }

    /** Bytes that came from the store. */
    public synchronized long fetchedBytes() {
        return fetchedBytes;
    }

    synchronized void done(long bytes) {
        filesDone++;
        bytesDone += bytes;
    }

    synchronized void damaged(RawPath path) {
        damagedFiles++;
        if (damaged.size() < NAMED) {
            damaged.add(EncodedPath.of(path));
        }
        if (missing.size() < Withheld.MOST) {
            missing.add(path);
        }
    }

    /** What could not be brought back, as far as that is remembered. */
    public synchronized List<RawPath> missing() {
        return List.copyOf(missing);
    }

    /** All is in place that the store could give. */
    synchronized void ended() {
        phase(RestoreReport.DONE);
        problem = damagedFiles == 0
                ? null
                : damagedFiles + " files could not be brought back whole; their last saved versions stay in the backup";
    }

    /** It will be begun again: what is in place stays. */
    public synchronized void waits() {
        phase = RestoreReport.PLANNING;
    }

    /** For a restore that ended before this agent was started. */
    public synchronized void ended(boolean well) {
        phase = well ? RestoreReport.DONE : RestoreReport.FAILED;
    }

    synchronized void problem(@Nullable String line) {
        problem = line;
    }

    public synchronized long damagedFiles() {
        return damagedFiles;
    }

    public synchronized RestoreReport report() {
        long now = nanoTime.getAsLong();
        long elapsed = now - measuredNanos;
        if (elapsed > TimeUnit.SECONDS.toNanos(1)) {
            bytesPerSecond = (long) ((fetchedBytes - measuredBytes) * 1e9 / elapsed);
            measuredNanos = now;
            measuredBytes = fetchedBytes;
        }
        return new RestoreReport(
                id,
                epoch,
                phase,
                filesDone,
                filesTotal,
                bytesDone,
                bytesTotal,
                bytesPerSecond,
                damagedFiles,
                List.copyOf(damaged),
                problem);
    }
}
