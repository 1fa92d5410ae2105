package cloud.dumont.agent.backup;

import cloud.dumont.agent.files.FileReader;
import cloud.dumont.agent.files.FileStat;
import cloud.dumont.agent.files.FileTree;
import cloud.dumont.agent.files.RawPath;
import cloud.dumont.agent.files.Xattrs;
import cloud.dumont.agent.pack.PackWriter;
import cloud.dumont.agent.posix.PosixException;
import cloud.dumont.agent.posix.ThisThread;
import cloud.dumont.agent.store.StoreException;
import cloud.dumont.agent.tree.Content;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads large files and brings them into the store, one after the other, without ever being waited for: whoever makes commits
 * takes what is done. Offers come from that thread, {@link #step} is for one other.
 */
final class BigLane {
    private static final Duration WRITER_PAUSE = Duration.ofSeconds(2);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(60);
    private static final Duration REST = Duration.ofSeconds(30);
    private static final int REMEMBERED_RESTS = 512;
    private final FileTree files;
    private final Contents contents;
    private final PackWriter packs;
    private final LongSupplier nanoTime;
    private final Consumer<RawPath> lookAgain;
    private final Unreadable unreadable;
    private final Map<RawPath, BigJob> waiting = new LinkedHashMap<>();
    private final Map<RawPath, Long> resting = new LinkedHashMap<>();
    private final List<BigJob.Done> done = new ArrayList<>();
    private @Nullable BigJob current;
    private boolean hurried;
    private volatile Runnable told = () -> {};

    /** @param lookAgain gets names that are something else by now */
    BigLane(
            FileTree files,
            Contents contents,
            PackWriter packs,
            LongSupplier nanoTime,
            Consumer<RawPath> lookAgain,
            Unreadable unreadable) {
        this.files = files;
        this.contents = contents;
        this.packs = packs;
        this.nanoTime = nanoTime;
        this.lookAgain = lookAgain;
        this.unreadable = unreadable;
    }

    /** Who is told, on the reading thread, when a file is done. */
    void whenDone(Runnable tell) {
        told = tell;
    }

    /** @param writing somebody is known to write it */
    synchronized void offer(RawPath path, FileStat stat, long sinceNanos, boolean writing) {
        if (current != null && current.path().equals(path) && current.stat().sameInode(stat)) {
            // It will find out by itself that it is not the same any more.
            return;
        }
        BigJob before = waiting.get(path);
        long since = before == null || before.sinceNanos() - sinceNanos > 0 ? sinceNanos : before.sinceNanos();
        long now = nanoTime.getAsLong();
        boolean young = writing || isYoung(stat);
        long notBefore = young ? now + WRITER_PAUSE.toNanos() : now;
        Long rest = resting.get(path);
        if (rest != null && rest - notBefore > 0) {
            notBefore = rest;
        }
        retry(new BigJob(path, stat, since, notBefore, before == null ? 0 : before.attempts()));
    }

    private static boolean isYoung(FileStat stat) {
        long age = ThisThread.fileClockNanos() - (stat.mtimeSeconds() * 1_000_000_000L + stat.mtimeNanos());
        return age >= 0 && age < WRITER_PAUSE.toNanos();
    }

    /** Waits for no writer and gives no file a rest, while set. */
    synchronized void hurry(boolean set) {
        hurried = set;
        notifyAll();
    }

    /** Reads one file, if one is ready. @return false when there was none */
    boolean step() throws StoreException, InterruptedException {
        BigJob job = next();
        if (job == null) {
            return false;
        }
        long begun = nanoTime.getAsLong();
        try {
            work(job, begun);
        } catch (PosixException e) {
            if (e.vanished()) {
                // The other lane decides what that means.
                lookAgain.accept(job.path());
            } else {
                unreadable.failed(job.path(), false, job.sinceNanos());
            }
        } finally {
            end();
        }
        return true;
    }

    /** Until a file is ready to be read. */
    synchronized void await() throws InterruptedException {
        while (true) {
            long now = nanoTime.getAsLong();
            OptionalLong soonest = waiting.values().stream()
                    .mapToLong(job -> untilReady(job, now))
                    .min();
            if (soonest.isEmpty()) {
                wait();
            } else if (soonest.getAsLong() > 0) {
                wait(TimeUnit.NANOSECONDS.toMillis(soonest.getAsLong()) + 1);
            } else {
                return;
            }
        }
    }

    private synchronized @Nullable BigJob next() {
        long now = nanoTime.getAsLong();
        for (BigJob job : waiting.values()) {
            if (untilReady(job, now) <= 0) {
                waiting.remove(job.path());
                current = job;
                return job;
            }
        }
        return null;
    }

    private long untilReady(BigJob job, long now) {
        if (hurried) {
            return 0;
        }
        long paused = job.notBeforeNanos() - now;
        boolean rests = resting.containsKey(job.path());
        return rests ? paused : Math.min(paused, job.sinceNanos() + LONGEST_WAIT.toNanos() - now);
    }

    private synchronized void end() {
        current = null;
    }

    private void work(BigJob job, long begun) throws PosixException, StoreException, InterruptedException {
        FileStat seen = files.stat(job.path());
        if (!seen.isRegular()) {
            lookAgain.accept(job.path());
            return;
        }
        if (isStillWritten(job, seen, begun)) {
            retry(new BigJob(job.path(), seen, job.sinceNanos(), begun + WRITER_PAUSE.toNanos(), job.attempts()));
            return;
        }
        try (FileReader reader = files.read(job.path(), seen)) {
            Content content = contents.read(reader, packs);
            Xattrs xattrs = reader.xattrs();
            packs.settle();
            boolean steady = content != null && reader.stillTheSame();
            boolean grown = content != null && !steady && hasOnlyGrown(job.path(), reader.stat(), content);
            if (content != null && (steady || grown || job.attempts() + 1 >= BigJob.MOST_ATTEMPTS)) {
                rest(job.path(), steady, begun);
                finish(new BigJob.Done(job, reader.stat(), begun, xattrs, content, steady || grown, grown));
            } else {
                retry(job.again(files.stat(job.path()), nanoTime.getAsLong() + WRITER_PAUSE.toNanos() / 2));
            }
        }
    }

    private synchronized boolean isStillWritten(BigJob job, FileStat seen, long now) {
        return !hurried && !seen.sameContent(job.stat()) && now - job.sinceNanos() < LONGEST_WAIT.toNanos();
    }

    private boolean hasOnlyGrown(RawPath path, FileStat read, Content content)
            throws PosixException, InterruptedException {
        FileStat now = files.stat(path);
        if (!now.sameInode(read) || now.size() < read.size()) {
            return false;
        }
        try (FileReader again = files.read(path, now)) {
            return contents.isPrefix(again, content);
        }
    }

    /** A file that never holds still shall not be read all the time. */
    private synchronized void rest(RawPath path, boolean steady, long begun) {
        resting.remove(path);
        if (!steady && !hurried) {
            long took = nanoTime.getAsLong() - begun;
            resting.put(path, nanoTime.getAsLong() + Math.max(REST.toNanos(), 4 * took));
        }
        if (resting.size() > REMEMBERED_RESTS) {
            resting.remove(resting.keySet().iterator().next());
        }
    }

    private synchronized void retry(BigJob job) {
        waiting.put(job.path(), job);
        notifyAll();
    }

    private synchronized void finish(BigJob.Done finished) {
        done.add(finished);
        told.run();
    }

    /** It was done and could not be used. */
    synchronized void putBack(BigJob job, FileStat seen) {
        retry(job.again(seen, nanoTime.getAsLong() + (hurried ? 0 : WRITER_PAUSE.toNanos() / 2)));
    }

    /** Takes what is done. */
    synchronized List<BigJob.Done> take() {
        List<BigJob.Done> taken = List.copyOf(done);
        done.clear();
        return taken;
    }

    synchronized boolean isIdle() {
        return current == null && waiting.isEmpty() && done.isEmpty();
    }

    /** When the oldest change came that is not done yet. */
    synchronized OptionalLong oldestNanos() {
        List<BigJob> all = new ArrayList<>(waiting.values());
        done.forEach(it -> all.add(it.job()));
        if (current != null) {
            all.add(current);
        }
        return all.stream().mapToLong(BigJob::sinceNanos).min();
    }

    synchronized long backlogBytes() {
        long sum = current == null ? 0 : current.stat().size();
        for (BigJob job : waiting.values()) {
            sum += job.stat().size();
        }
        return sum;
    }

    /** While nothing is read. */
    synchronized void trim() {
        if (current == null) {
            contents.trim();
        }
    }
}
