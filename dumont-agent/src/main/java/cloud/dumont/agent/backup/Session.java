package cloud.dumont.agent.backup;

import cloud.dumont.agent.chunk.ChunkHasher;
import cloud.dumont.agent.container.DamageException;
import cloud.dumont.agent.container.WorkspaceKey;
import cloud.dumont.agent.files.FileTree;
import cloud.dumont.agent.files.RawPath;
import cloud.dumont.agent.history.CommitOutcome;
import cloud.dumont.agent.history.Occasion;
import cloud.dumont.agent.history.Opening;
import cloud.dumont.agent.history.Register;
import cloud.dumont.agent.history.RegisterException;
import cloud.dumont.agent.history.Repository;
import cloud.dumont.agent.pack.PackLimits;
import cloud.dumont.agent.pack.PackWriter;
import cloud.dumont.agent.posix.PosixException;
import cloud.dumont.agent.protocol.backup.BackupOpened;
import cloud.dumont.agent.protocol.backup.BackupPolicy;
import cloud.dumont.agent.scan.ScanScope;
import cloud.dumont.agent.scan.Scanner;
import cloud.dumont.agent.store.ObjectStore;
import cloud.dumont.agent.store.StoreException;
import cloud.dumont.agent.table.Entries;
import cloud.dumont.agent.table.IdentityLog;
import cloud.dumont.agent.table.InodeTable;
import cloud.dumont.agent.table.Withheld;
import cloud.dumont.agent.tree.CommitHash;
import cloud.dumont.agent.tree.CommitRef;
import cloud.dumont.agent.tree.Entry;
import cloud.dumont.agent.tree.PathBytes;
import cloud.dumont.agent.tree.TreeTable;
import cloud.dumont.agent.watch.DirtyPath;
import cloud.dumont.agent.watch.DirtySet;
import java.io.IOException;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * An open workspace and everything that is needed to bring the machine's files into it; of one opening and one policy. What
 * it does, it does when it is called: {@link Rounds} calls it all the time.
 */
final class Session implements AutoCloseable {
    private static final int DIRTY_PATHS = 20_000;
    private final Repository repository;
    private final String top;
    private final FileTree files;
    private final InodeTable inodes = new InodeTable();
    private final IdentityLog log;
    private final Scanner scanner;
    private final DirtySet dirty = new DirtySet(DIRTY_PATHS);
    private final ScanLane scans;
    private final PackWriter bigPacks;
    private final BigLane big;
    private final SmallLane small;
    private final Contents smallContents;
    private final LongSupplier nanoTime;
    private final Unreadable unreadable;
    private volatile boolean closed;
    private volatile boolean smallIsBusy;
    private volatile @Nullable String trouble;
    private volatile OptionalLong inHand = OptionalLong.empty();

    private Session(
            Repository repository,
            String top,
            FileTree files,
            IdentityLogOpener logs,
            Withheld withheld,
            Scanner scanner,
            LongSupplier nanoTime)
            throws InterruptedException {
        this.repository = repository;
        this.top = top;
        this.files = files;
        this.log = logs.open(repository, inodes);
        this.scanner = scanner;
        this.nanoTime = nanoTime;
        this.unreadable = new Unreadable(nanoTime);
        this.scans = new ScanLane(scanner, repository.tree(), inodes, unreadable, nanoTime);
        this.bigPacks = repository.packs(PackLimits.STREWN);
        this.big = new BigLane(
                files, contents(bigPacks, this::letOthersGoFirst), bigPacks, nanoTime, this::dirtyNow, unreadable);
        HardLinks links = new HardLinks(files, lastLink(repository));
        this.smallContents = contents(repository.packs(PackLimits.STANDARD), () -> !closed);
        Examiner examiner = new Examiner(files, smallContents, links, withheld);
        this.small = new SmallLane(
                repository, inodes, log, files, scanner, examiner, big, scans, this::later, unreadable, nanoTime);
        readAgain(repository.lostFiles());
    }

    /** The store lost their contents; as long as the box has them, nothing is lost. */
    private void readAgain(List<PathBytes> paths) {
        for (PathBytes path : paths) {
            int number = repository.tree().number(path);
            inodes.learn(number, inodes.inode(number), 0);
            dirtyNow(Entries.path(path));
        }
    }

    /** Whatever is known of these files may be wrong, though nothing else says so. @param absolute names, also such as are not saved at all */
    void readAgainFrom(Collection<String> absolute) {
        String prefix = top.equals("/") ? "" : top;
        List<PathBytes> paths = absolute.stream()
                .filter(name -> name.startsWith(prefix + "/"))
                .map(name -> Entries.path(RawPath.ofAbsolute(name.substring(prefix.length()))))
                .filter(path -> repository.tree().number(path) != TreeTable.NONE)
                .toList();
        readAgain(paths);
    }

    @FunctionalInterface
    private interface IdentityLogOpener {
        IdentityLog open(Repository repository, InodeTable inodes) throws InterruptedException;
    }

    /** @param anew whether the newest tree is not to be read: everything is stored again */
    static Session open(
            boolean anew,
            EngineConfig config,
            BackupOpened opened,
            long epoch,
            BackupPolicy policy,
            ObjectStore store,
            Register register,
            LongSupplier nanoTime)
            throws IOException, StoreException, DamageException, RegisterException, InterruptedException {
        WorkspaceKey key = WorkspaceKey.of(Base64.getDecoder().decode(opened.key()), opened.workspace());
        List<CommitRef> chain = opened.chain().stream()
                .map(it -> new CommitRef(it.epoch(), it.seq(), CommitHash.ofHex(it.sha256())))
                .toList();
        Opening opening = new Opening(key, epoch, chain);
        LowThreads sealing = new LowThreads("seal");
        Repository repository = anew
                ? Repository.openAnew(opening, store, register, config.repository(), sealing)
                : Repository.open(opening, store, register, config.repository(), sealing);
        FileTree files = null;
        try {
            files = FileTree.open(config.top());
            return new Session(
                    repository,
                    config.top().toString(),
                    files,
                    (repo, inodes) -> IdentityLog.open(
                            config.state().resolve("identities"), opened.workspace(), epoch, repo.tree(), inodes),
                    Withheld.load(config.withheld()),
                    new Scanner(scope(config, policy)),
                    nanoTime);
        } catch (PosixException | RuntimeException | InterruptedException e) {
            repository.close();
            if (files != null) {
                files.close();
            }
            throw e;
        }
    }

    static ScanScope scope(EngineConfig config, BackupPolicy policy) {
        List<RawPath> roots =
                policy.include().stream().map(RawPath::ofAbsolute).distinct().toList();
        return new ScanScope(config.top(), roots, config.never(), List.of(), policy.exclude());
    }

    private Contents contents(PackWriter packs, Contents.Yielding yielding) {
        return new Contents(
                () -> repository.contents(packs),
                new ChunkHasher(repository.key().chunkIdKey()),
                yielding);
    }

    private static long lastLink(Repository repository) throws InterruptedException {
        long[] last = new long[1];
        repository.tree().visit((number, entry) -> {
            if (entry instanceof Entry.File file) {
                last[0] = Math.max(last[0], file.link());
            }
        });
        return last[0];
    }

    private void dirtyNow(RawPath path) {
        dirty.touched(path, nanoTime.getAsLong());
    }

    private void later(RawPath path, long sinceNanos) {
        dirty.putBack(new DirtyPath(path, false, sinceNanos, nanoTime.getAsLong(), false));
    }

    /** The large files' lane keeps the line free for small changes, and its packs few. */
    private boolean letOthersGoFirst() throws InterruptedException {
        while (!closed && (smallIsBusy || repository.uploads().waitingBytes() > bigPacksAhead())) {
            Thread.sleep(5);
        }
        return !closed;
    }

    private static long bigPacksAhead() {
        return 28L << 20;
    }

    Repository repository() {
        return repository;
    }

    DirtySet dirty() {
        return dirty;
    }

    ScanLane scans() {
        return scans;
    }

    BigLane big() {
        return big;
    }

    SmallLane small() {
        return small;
    }

    Unreadable unreadable() {
        return unreadable;
    }

    Scanner scanner() {
        return scanner;
    }

    /** What the policy does not name any more leaves the tree; scans do not come by there. */
    void prune(long now) {
        prune(RawPath.ROOT, now);
    }

    private void prune(RawPath directory, long now) {
        List<RawPath> roots = scanner.scope().roots();
        if (roots.stream().anyMatch(directory::startsWith)) {
            return;
        }
        PathBytes path = Entries.path(directory);
        for (byte[] name : repository.tree().children(path)) {
            RawPath child = directory.child(name);
            if (roots.stream().anyMatch(root -> root.startsWith(child))) {
                prune(child, now);
            } else if (roots.stream().noneMatch(child::startsWith)) {
                small.remove(child, now);
            }
        }
    }

    /** Takes marks, names and finished files until there are none, there is no room, or the time is over. */
    void gather(Gathering how) throws StoreException, InterruptedException {
        smallIsBusy = true;
        try {
            tryUnreadable();
            long now = nanoTime.getAsLong();
            List<DirtyPath> marks = dirty.drain(how.quiet(), how.longest(), now);
            inHand = marks.stream().mapToLong(DirtyPath::firstNanos).min();
            for (DirtyPath mark : marks) {
                take(mark);
            }
            inHand = OptionalLong.empty();
            big.take().forEach(small::publish);
            while (small.hasRoom() && nanoTime.getAsLong() - how.endNanos() < 0) {
                Nominee nominee = scans.poll();
                if (nominee == null) {
                    break;
                }
                inHand = OptionalLong.of(nominee.sinceNanos());
                small.take(nominee);
            }
            small.gathered();
        } finally {
            inHand = OptionalLong.empty();
            smallIsBusy = false;
        }
    }

    private void tryUnreadable() throws StoreException, InterruptedException {
        for (Unreadable.Due due : unreadable.due()) {
            if (due.subtree()) {
                scans.add(ScanTask.changed(due.path(), due.sinceNanos()));
            } else {
                small.look(due.path(), due.sinceNanos(), false);
            }
        }
    }

    private void take(DirtyPath mark) throws StoreException, InterruptedException {
        if (mark.subtree()) {
            scans.add(ScanTask.changed(mark.path(), mark.firstNanos()));
        } else {
            small.look(mark.path(), mark.firstNanos(), mark.beingWritten());
        }
    }

    /** @param endNanos when to stop, though there is more */
    record Gathering(java.time.Duration quiet, java.time.Duration longest, long endNanos) {}

    CommitOutcome commit(Occasion occasion) throws StoreException, RegisterException, InterruptedException {
        smallIsBusy = true;
        try {
            return small.commit(occasion);
        } finally {
            smallIsBusy = false;
        }
    }

    /** Lets go of what only work needs. */
    void trim() {
        repository.trim();
        big.trim();
        smallContents.trim();
    }

    /** Nothing is known that is in no commit. */
    boolean isAllSaved() {
        return isAtRest() && unreadable.isEmpty();
    }

    /** There is nothing to do but to try again what could not be read. */
    boolean isAtRest() {
        return isAllReadableGathered() && small.isEmpty() && !repository.isUnsettled();
    }

    /** Nothing is known that would not be in a commit made now. */
    boolean isAllGathered() {
        return isAllReadableGathered() && unreadable.isEmpty();
    }

    /** The same of all that can be read just now. */
    boolean isAllReadableGathered() {
        return dirty.isEmpty() && scans.isSettled() && big.isIdle();
    }

    /** The same for all that changed until then; what was changed once more since is there as it was after that moment. */
    boolean isGatheredUpTo(long nanos) {
        OptionalLong oldest = oldestUngathered();
        return oldest.isEmpty() || oldest.getAsLong() - nanos > 0;
    }

    /** Known to wait for its upload. */
    long backlogBytes() {
        return big.backlogBytes() + repository.uploads().waitingBytes();
    }

    long sentBytes() {
        return repository.uploads().sentBytes();
    }

    /** What keeps changes from being saved; null: nothing that is known. */
    @Nullable
    String trouble() {
        String lanes = trouble;
        String uploads = lanes != null ? lanes : repository.uploads().trouble();
        return uploads != null || unreadable.isEmpty() ? uploads : unreadable.sentence();
    }

    void trouble(@Nullable String line) {
        trouble = line;
    }

    /** When the oldest change came that is in no commit. */
    OptionalLong oldestNanos() {
        return oldest(List.of(oldestUngathered(), small.oldestNanos(), unreadable.oldestNanos()));
    }

    private OptionalLong oldestUngathered() {
        return oldest(List.of(dirty.oldestNanos(), inHand, scans.oldestNanos(), big.oldestNanos()));
    }

    private static OptionalLong oldest(List<OptionalLong> moments) {
        return moments.stream().flatMapToLong(OptionalLong::stream).reduce((a, b) -> a - b < 0 ? a : b);
    }

    @Override
    public void close() {
        closed = true;
        scans.end();
        small.close();
        bigPacks.close();
        log.close();
        files.close();
        repository.close();
        inodes.close();
    }
}
