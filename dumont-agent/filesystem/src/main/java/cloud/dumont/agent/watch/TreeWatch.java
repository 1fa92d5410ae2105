package cloud.dumont.agent.watch;

import cloud.dumont.agent.posix.Fd;
import cloud.dumont.agent.posix.Notify;
import cloud.dumont.agent.posix.PosixException;
import cloud.dumont.agent.scan.Pace;
import cloud.dumont.agent.scan.Scanner;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.foreign.Arena;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Notices what changes in a tree and marks it in a {@link DirtySet}. It never fails: what it cannot watch it names in its
 * {@link #report()}, for scanning. Changes before {@link #awaitRegistered} are not all noticed; a scan that starts after
 * it, together with the marks, misses nothing.
 */
public final class TreeWatch implements AutoCloseable {
    private static final Logger LOG = System.getLogger(TreeWatch.class.getName());
    private final Scanner scanner;
    private final DirtySet dirty;
    private final WatchLimits limits;
    private final LongSupplier nanoTime;
    private final Pace first = Pace.full();
    // After an overflow the box is busy with something, and not with this.
    private final Pace later = Pace.of(0.25);
    private final CountDownLatch registered = new CountDownLatch(1);
    private final Thread thread;
    private final @Nullable Fd notify;
    private final @Nullable Fd bell;
    private volatile WatchReport report;

    private TreeWatch(
            Scanner scanner,
            DirtySet dirty,
            WatchLimits limits,
            LongSupplier nanoTime,
            @Nullable Fd notify,
            @Nullable Fd bell) {
        this.scanner = scanner;
        this.dirty = dirty;
        this.limits = limits;
        this.nanoTime = nanoTime;
        this.notify = notify;
        this.bell = bell;
        this.report = new WatchReport(
                notify != null, false, 0, limits.watches(), scanner.scope().roots(), 0);
        this.thread = Thread.ofPlatform().daemon().name("watch").unstarted(this::run);
    }

    /** @param nanoTime the monotonic clock that marks are stamped with */
    public static TreeWatch start(Scanner scanner, DirtySet dirty, WatchLimits limits, LongSupplier nanoTime) {
        Fd notify = null;
        Fd bell = null;
        try {
            notify = Notify.open();
            bell = Notify.bell();
        } catch (PosixException refused) {
            LOG.log(Level.WARNING, "no watching, scanning only: {0}", refused.getMessage());
            if (notify != null) {
                notify.close();
                notify = null;
            }
        }
        TreeWatch watch = new TreeWatch(scanner, dirty, limits, nanoTime, notify, bell);
        watch.thread.start();
        return watch;
    }

    /** @return false if it takes longer */
    public boolean awaitRegistered(Duration longest) throws InterruptedException {
        return registered.await(longest.toNanos(), TimeUnit.NANOSECONDS);
    }

    public WatchReport report() {
        return report;
    }

    private void run() {
        try {
            if (notify != null && bell != null) {
                watch(notify, bell);
            }
        } catch (PosixException | RuntimeException failed) {
            LOG.log(Level.WARNING, "watching ended, scanning only", failed);
        } finally {
            giveUp();
            registered.countDown();
        }
    }

    private void watch(Fd events, Fd end) throws PosixException {
        try (Arena arena = Arena.ofConfined()) {
            EventLoop loop = new EventLoop(scanner, dirty, nanoTime, first, later, events.number(), limits, arena);
            loop.registerAll(first);
            loop.step();
            report = loop.report(true);
            registered.countDown();
            while (!first.isStopped() && !Notify.await(events.number(), end.number(), -1)) {
                loop.step();
                report = loop.report(true);
            }
        }
    }

    private void giveUp() {
        WatchReport last = report;
        report = new WatchReport(false, true, 0, last.budget(), scanner.scope().roots(), last.overflows());
        if (!first.isStopped()) {
            scanner.scope().roots().forEach(root -> dirty.subtree(root, nanoTime.getAsLong()));
        }
    }

    /** Wakes the reader and lets it go before the descriptors are closed: a number that is used again is not ours to read. */
    @Override
    public void close() {
        first.stop();
        later.stop();
        try {
            if (bell != null && bell.isOpen()) {
                Notify.ring(bell.number());
            }
            thread.join();
            closeDescriptors();
        } catch (PosixException unheard) {
            LOG.log(Level.WARNING, "the watch is left to its thread: {0}", unheard.getMessage());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void closeDescriptors() {
        if (notify != null) {
            notify.close();
        }
        if (bell != null) {
            bell.close();
        }
    }
}
