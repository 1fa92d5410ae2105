package cloud.dumont.agent.watch;

import cloud.dumont.agent.files.RawPath;
import cloud.dumont.agent.scan.ScanEntry;
import cloud.dumont.agent.scan.ScanProblem;
import cloud.dumont.agent.scan.ScanVisitor;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * Watches the directories that a scan goes through, each before the scan reads it: what comes into being later is an event,
 * what was there before is seen by whoever scans after the mark that follows.
 */
final class Registration implements ScanVisitor {
    private static final int MOST_DEFERRED = 2_048;
    private static final int BREATH = 512;

    private record Open(RawPath path, int watch) {}

    private final Watches watches;
    private final int above;
    private final boolean deferBulk;
    private final boolean mayGiveUp;
    private final Runnable breathe;
    private final List<Open> open = new ArrayList<>();
    private final List<RawPath> deferred = new ArrayList<>();
    private final BitSet seen = new BitSet();
    private int lastChange;
    private int entries;
    private boolean complete = true;

    /**
     * @param above the watch of the directory above the start, {@link WatchTable#TOP} for a root
     * @param mayGiveUp whether other subtrees may lose their watches for these
     * @param breathe run now and then, so that events do not pile up meanwhile
     */
    Registration(Watches watches, int above, boolean deferBulk, boolean mayGiveUp, Runnable breathe) {
        this.watches = watches;
        this.above = above;
        this.deferBulk = deferBulk;
        this.mayGiveUp = mayGiveUp;
        this.breathe = breathe;
    }

    List<RawPath> deferred() {
        return deferred;
    }

    boolean saw(int watch) {
        return seen.get(watch);
    }

    /** Whether every directory that it came by is watched, those put off aside. */
    boolean isComplete() {
        return complete;
    }

    @Override
    public boolean entry(ScanEntry entry) {
        if (++entries % BREATH == 0) {
            breathe.run();
        }
        if (!entry.isDirectory() || entry.mountPoint()) {
            return false;
        }
        RawPath path = entry.path();
        if (watches.scanned().covers(path)) {
            return false;
        }
        if (deferBulk && !open.isEmpty() && Bulk.is(path) && deferred.size() < MOST_DEFERRED) {
            deferred.add(path);
            return false;
        }
        lastChange = Math.clamp(entry.mtimeSeconds(), 0, Integer.MAX_VALUE);
        return true;
    }

    @Override
    public void opened(RawPath directory, int fd) {
        int parent = open.isEmpty() ? above : open.getLast().watch();
        int watch = parent == Watches.NONE || watches.scanned().covers(directory)
                ? Watches.NONE
                : watches.add(fd, directory, parent, lastChange, mayGiveUp);
        if (watch == Watches.NONE) {
            complete = false;
            watches.scanned().add(directory);
        } else {
            seen.set(watch);
        }
        open.add(new Open(directory, watch));
    }

    @Override
    public void left(RawPath directory, boolean whole) {
        if (!open.isEmpty() && open.getLast().path().equals(directory)) {
            open.removeLast();
        }
    }

    @Override
    public void problem(RawPath path, ScanProblem problem) {
        // What cannot be listed now may be listed later: a scan looks again.
        if (problem == ScanProblem.BROKEN || problem == ScanProblem.CHANGED) {
            watches.scanned().add(path);
        }
    }
}
