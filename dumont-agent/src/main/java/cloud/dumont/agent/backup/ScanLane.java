package cloud.dumont.agent.backup;

import cloud.dumont.agent.posix.PosixException;
import cloud.dumont.agent.posix.ThisThread;
import cloud.dumont.agent.scan.Pace;
import cloud.dumont.agent.scan.ScanSummary;
import cloud.dumont.agent.scan.Scanner;
import cloud.dumont.agent.table.InodeTable;
import cloud.dumont.agent.tree.TreeTable;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Looks through parts of the tree, one after the other, and queues the names that differ. The queue is short: a scan waits for
 * whoever takes them. Tasks come from any thread, {@link #step} is for one.
 */
final class ScanLane {
    private static final System.Logger log = System.getLogger(ScanLane.class.getName());
    private static final int QUEUE = 4096;
    private final Scanner scanner;
    private final TreeTable tree;
    private final InodeTable inodes;
    private final Unreadable unreadable;
    private final LongSupplier nanoTime;
    private final ArrayDeque<ScanTask> tasks = new ArrayDeque<>();
    private final ArrayBlockingQueue<Nominee> nominees = new ArrayBlockingQueue<>(QUEUE);
    private @Nullable ScanTask current;
    private volatile @Nullable Pace pace;
    private volatile boolean ended;
    private volatile long cpuNanosOfAll;
    private volatile @Nullable Long wholeSince;
    private int mark;
    private volatile Runnable told = () -> {};

    ScanLane(Scanner scanner, TreeTable tree, InodeTable inodes, Unreadable unreadable, LongSupplier nanoTime) {
        this.scanner = scanner;
        this.tree = tree;
        this.inodes = inodes;
        this.unreadable = unreadable;
        this.nanoTime = nanoTime;
    }

    /** Who is told, on the scanning thread, when a name waits while none did, and when a task is done. */
    void whenFound(Runnable tell) {
        told = tell;
    }

    /** A task that waits already and does the same is not added again. */
    synchronized void add(ScanTask task) {
        boolean known = tasks.stream()
                .anyMatch(it -> java.util.Objects.equals(it.subtree(), task.subtree())
                        && (it.everything() || !task.everything())
                        && (it.sinceNanos() != null || task.sinceNanos() == null));
        if (!known) {
            tasks.add(task);
            notifyAll();
        }
    }

    /** Does the next task and waits while the queue is full. @return false when there was none */
    boolean step() throws PosixException, InterruptedException {
        return step(this::enqueue);
    }

    /** The same, with every name given to somebody at once. */
    boolean step(Consumer<Nominee> taker) throws PosixException, InterruptedException {
        ScanTask task = next();
        if (task == null) {
            return false;
        }
        try {
            scan(task, taker);
        } catch (PosixException e) {
            // No descriptor or no memory just now: what it would have found is found later, and is not forgotten.
            add(task);
            throw e;
        } finally {
            synchronized (this) {
                current = null;
            }
            told.run();
        }
        if (ended && Thread.currentThread().isInterrupted()) {
            throw new InterruptedException();
        }
        return true;
    }

    /** Until there is a task. */
    synchronized void await() throws InterruptedException {
        while (tasks.isEmpty()) {
            wait();
        }
    }

    private synchronized @Nullable ScanTask next() {
        current = tasks.poll();
        return current;
    }

    private void scan(ScanTask task, Consumer<Nominee> taker) throws PosixException {
        long begun = nanoTime.getAsLong();
        long cpu = ThisThread.cpuNanos();
        Long known = task.sinceNanos();
        Pace mine = task.share() >= 1 ? Pace.full() : Pace.of(task.share());
        pace = mine;
        if (ended) {
            mine.stop();
        }
        mark++;
        Comparison comparison =
                new Comparison(tree, inodes, mark, task.everything(), known == null ? begun : known, taker, unreadable);
        ScanSummary summary = task.subtree() == null
                ? scanner.scan(mine, comparison)
                : scanner.scan(task.subtree(), mine, comparison);
        if (task.subtree() == null && !mine.isStopped()) {
            cpuNanosOfAll = ThisThread.cpuNanos() - cpu;
            wholeSince = begun;
            log.log(
                    System.Logger.Level.DEBUG,
                    "looked at {0} names in {1} ms",
                    summary.entries(),
                    TimeUnit.NANOSECONDS.toMillis(nanoTime.getAsLong() - begun));
        }
    }

    private void enqueue(Nominee nominee) {
        try {
            boolean isTaken = false;
            while (!ended && !isTaken) {
                boolean none = nominees.isEmpty();
                isTaken = nominees.offer(nominee, 100, TimeUnit.MILLISECONDS);
                if (none) {
                    told.run();
                }
            }
        } catch (InterruptedException e) {
            end();
            Thread.currentThread().interrupt();
        }
    }

    /** The next name, if there is one. */
    @Nullable
    Nominee poll() {
        return nominees.poll();
    }

    /** How many names wait. */
    int waiting() {
        return nominees.size();
    }

    /** Nothing is being looked at because something changed, and no name waits. */
    synchronized boolean isSettled() {
        return nominees.isEmpty() && changed().isEmpty();
    }

    /** Nothing at all is being looked at. */
    synchronized boolean isIdle() {
        return nominees.isEmpty() && tasks.isEmpty() && current == null;
    }

    /** When the oldest change came that is not looked at yet. */
    synchronized OptionalLong oldestNanos() {
        List<Long> all = changed();
        nominees.forEach(it -> all.add(it.sinceNanos()));
        return oldestOf(all);
    }

    private static OptionalLong oldestOf(List<Long> moments) {
        return moments.stream().mapToLong(Long::longValue).reduce((a, b) -> a - b < 0 ? a : b);
    }

    private List<Long> changed() {
        List<Long> since = new ArrayList<>();
        ScanTask running = current;
        if (running != null && running.sinceNanos() != null) {
            since.add(running.sinceNanos());
        }
        tasks.stream()
                .map(ScanTask::sinceNanos)
                .filter(java.util.Objects::nonNull)
                .forEach(since::add);
        return since;
    }

    /** Begin of the newest scan of everything; null: none yet. */
    @Nullable
    Long wholeSince() {
        return wholeSince;
    }

    /** What a scan of everything costs. */
    long cpuNanosOfAll() {
        return cpuNanosOfAll;
    }

    void end() {
        ended = true;
        Pace running = pace;
        if (running != null) {
            running.stop();
        }
    }
}
