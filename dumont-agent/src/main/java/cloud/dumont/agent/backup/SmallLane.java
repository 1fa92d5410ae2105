package cloud.dumont.agent.backup;

import cloud.dumont.agent.files.FileStat;
import cloud.dumont.agent.files.FileTree;
import cloud.dumont.agent.files.RawPath;
import cloud.dumont.agent.history.CommitOutcome;
import cloud.dumont.agent.history.Occasion;
import cloud.dumont.agent.history.RegisterException;
import cloud.dumont.agent.history.Repository;
import cloud.dumont.agent.pack.ChunkTarget;
import cloud.dumont.agent.pack.PackLimits;
import cloud.dumont.agent.pack.PackWriter;
import cloud.dumont.agent.posix.PosixException;
import cloud.dumont.agent.scan.ScanEntry;
import cloud.dumont.agent.scan.ScanProblem;
import cloud.dumont.agent.scan.ScanVisitor;
import cloud.dumont.agent.scan.Scanner;
import cloud.dumont.agent.store.StoreException;
import cloud.dumont.agent.table.Entries;
import cloud.dumont.agent.table.Identity;
import cloud.dumont.agent.table.IdentityLog;
import cloud.dumont.agent.table.InodeTable;
import cloud.dumont.agent.tree.Entry;
import cloud.dumont.agent.tree.PathBytes;
import cloud.dumont.agent.tree.TreeTable;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Gathers changes and makes commits of them. Small files are read on the spot, large ones are passed on and published when they
 * come back. For one thread.
 */
final class SmallLane implements AutoCloseable {
    private static final int MANY = 16_000;
    private final Repository repository;
    private final InodeTable inodes;
    private final IdentityLog log;
    private final FileTree files;
    private final Scanner scanner;
    private final Examiner examiner;
    private final BigLane big;
    private final ScanLane scans;
    private final LookAgain lookAgain;
    private final Unreadable unreadable;
    private final PackWriter packs;
    private final LongSupplier nanoTime;
    private Changes changes;
    private @Nullable Changes inDoubt;
    private boolean packed;
    private volatile long oldest = Long.MAX_VALUE;
    private long gatheredSince;

    /** Takes names that shall be looked at a little later. */
    @FunctionalInterface
    interface LookAgain {
        void later(RawPath path, long sinceNanos);
    }

    SmallLane(
            Repository repository,
            InodeTable inodes,
            IdentityLog log,
            FileTree files,
            Scanner scanner,
            Examiner examiner,
            BigLane big,
            ScanLane scans,
            LookAgain lookAgain,
            Unreadable unreadable,
            LongSupplier nanoTime) {
        this.repository = repository;
        this.inodes = inodes;
        this.log = log;
        this.files = files;
        this.scanner = scanner;
        this.examiner = examiner;
        this.big = big;
        this.scans = scans;
        this.lookAgain = lookAgain;
        this.unreadable = unreadable;
        this.nanoTime = nanoTime;
        this.packs = repository.packs(PackLimits.STANDARD);
        this.changes = fresh();
    }

    private Changes fresh() {
        return new Changes(repository.draft(), repository.tree(), inodes, log);
    }

    /** Whether it takes more: a commit that is in doubt goes first, and one that is full. */
    boolean hasRoom() {
        return inDoubt == null && changes.size() < MANY && !changes.draft().isHeavy();
    }

    boolean isEmpty() {
        return inDoubt == null && changes.draft().isEmpty();
    }

    /** Whether the first of the gathered changes was gathered that long ago. */
    boolean isAsOldAs(Duration age) {
        return !changes.draft().isEmpty() && nanoTime.getAsLong() - gatheredSince >= age.toNanos();
    }

    /** When the oldest change came that is in no commit yet. */
    OptionalLong oldestNanos() {
        return oldest == Long.MAX_VALUE ? OptionalLong.empty() : OptionalLong.of(oldest);
    }

    /** A name that a mark or a scan brought: judged by the scope first where that has not been done. */
    void take(Nominee nominee) throws StoreException, InterruptedException {
        if (!nominee.unseen()) {
            examine(nominee.path(), nominee.sinceNanos(), false, true);
            return;
        }
        look(nominee.path(), nominee.sinceNanos(), false);
    }

    /** @param writing data came to the name and its writer may not be done */
    void look(RawPath path, long sinceNanos, boolean writing) throws StoreException, InterruptedException {
        Look look = new Look();
        try {
            scanner.look(path, look);
        } catch (PosixException e) {
            lookAgain.later(path, sinceNanos);
            return;
        }
        if (look.there) {
            examine(path, sinceNanos, writing, false);
        } else if (look.gone) {
            unreadable.gone(path);
            if (changes.entry(path) != null && examiner.gone(changes, path)) {
                changed(sinceNanos);
                lookBeside(path, sinceNanos);
            }
        } else if (look.broken) {
            unreadable.failed(path, false, sinceNanos);
        }
    }

    private void lookBeside(RawPath gone, long sinceNanos) throws InterruptedException {
        changes.namesBeside(gone).forEach(name -> lookAgain.later(name, sinceNanos));
    }

    private static final class Look implements ScanVisitor {
        private boolean there;
        private boolean gone;
        private boolean broken;

        @Override
        public boolean entry(ScanEntry entry) {
            there = true;
            return false;
        }

        @Override
        public void problem(RawPath path, ScanProblem problem) {
            switch (problem) {
                case VANISHED, EXCLUDED -> gone = true;
                case BROKEN -> broken = true;
                case DENIED, CHANGED -> {}
            }
        }
    }

    private void examine(RawPath path, long sinceNanos, boolean writing, boolean scanned)
            throws StoreException, InterruptedException {
        if (!path.isRoot() && !(changes.entry(path.parent()) instanceof Entry.Directory)) {
            // What is below a directory that is new, too, comes by itself.
            examine(path.parent(), sinceNanos, false, scanned);
            if (!(changes.entry(path.parent()) instanceof Entry.Directory)) {
                return;
            }
        }
        boolean wasInTree = repository.tree().number(Entries.path(path)) != TreeTable.NONE;
        int before = changes.size();
        long begun = nanoTime.getAsLong();
        Verdict verdict = examiner.examine(changes, path, target(path));
        if (changes.size() != before) {
            changed(sinceNanos);
        }
        if (wasInTree && changes.entry(path) == null) {
            lookBeside(path, sinceNanos);
        }
        switch (verdict) {
            case Verdict.Settled s -> unreadable.read(path, changes.entry(path) instanceof Entry.Directory);
            case Verdict.NewDirectory d -> {
                unreadable.read(path, true);
                if (wasInTree || !scanned) {
                    scans.add(ScanTask.appeared(path, sinceNanos));
                }
            }
            case Verdict.Large large -> big.offer(path, large.stat(), sinceNanos, writing);
            case Verdict.Behind b -> {
                unreadable.read(path, false);
                lookAgain.later(path, begun);
            }
            case Verdict.Unsteady u -> lookAgain.later(path, sinceNanos);
            case Verdict.Unreadable u -> unreadable.failed(path, false, sinceNanos);
        }
    }

    /** A few small files go into the commit itself; more of them into packs, together. */
    private ChunkTarget target(RawPath path) {
        return (id, from, offset, length) -> {
            if (!packed && length <= changes.draft().roomInline()) {
                return changes.draft().store(id, from, offset, length);
            }
            packed = true;
            return packs.store(id, from, offset, length);
        };
    }

    private void changed(long sinceNanos) {
        if (oldest == Long.MAX_VALUE) {
            gatheredSince = nanoTime.getAsLong();
        }
        oldest = Math.min(oldest, sinceNanos);
    }

    /** Publishes what the other lane has read, unless it changed since. */
    void publish(BigJob.Done done) {
        RawPath path = done.job().path();
        try {
            FileStat now = files.stat(path);
            boolean holds = !done.whole()
                    || done.grown() && now.sameInode(done.stat())
                    || Identity.of(now) == Identity.of(done.stat());
            if (!holds || !now.isRegular()) {
                big.putBack(done.job(), now);
                return;
            }
            if (!(changes.entry(path.parent()) instanceof Entry.Directory)) {
                lookAgain.later(path, done.job().sinceNanos());
                return;
            }
            examiner.publish(changes, path, done.stat(), done.xattrs(), done.content(), done.whole());
            changed(done.job().sinceNanos());
            unreadable.read(path, false);
            if (done.grown() || !done.whole()) {
                // What came after the reading had begun may be in no event that is still to come.
                lookAgain.later(path, done.begunNanos());
            }
        } catch (PosixException e) {
            lookAgain.later(path, done.job().sinceNanos());
        }
    }

    /** What turned out to be as it was, or came and went, waits for no commit. */
    void gathered() {
        if (isEmpty()) {
            oldest = Long.MAX_VALUE;
        }
    }

    /** Names that are no longer to be backed up leave the tree. */
    void remove(RawPath path, long nowNanos) {
        if (changes.entry(path) != null) {
            changes.remove(path);
            changed(nowNanos);
        }
    }

    /** @return null when nothing was in doubt, else what became of it */
    @Nullable
    CommitOutcome settle() throws StoreException, RegisterException, InterruptedException {
        if (!repository.isUnsettled()) {
            return null;
        }
        CommitOutcome outcome = repository.settle();
        Changes doubted = inDoubt;
        if (doubted != null && outcome instanceof CommitOutcome.Committed) {
            inDoubt = null;
            counts(doubted);
        }
        return outcome;
    }

    CommitOutcome commit(Occasion occasion) throws StoreException, RegisterException, InterruptedException {
        if (packed) {
            packs.settle();
        }
        changes.beforeCommit();
        Changes made = changes;
        CommitOutcome outcome = repository.commit(made.draft(), occasion);
        switch (outcome) {
            case CommitOutcome.Committed c -> counts(made);
            case CommitOutcome.InDoubt d -> inDoubt = made;
            case CommitOutcome.Nothing n -> {}
            case CommitOutcome.Stale stale -> {
                for (PathBytes path : stale.paths()) {
                    made.giveUp(Entries.path(path));
                    lookAgain.later(Entries.path(path), oldest);
                }
            }
        }
        return outcome;
    }

    private void counts(Changes made) {
        made.committed();
        made.draft().close();
        log.flush();
        changes = fresh();
        packed = false;
        oldest = Long.MAX_VALUE;
    }

    /** A good moment for work that can wait. */
    void idle() throws InterruptedException {
        log.flush(repository.tree(), inodes);
    }

    @Override
    public void close() {
        changes.draft().close();
        packs.close();
    }
}
