package cloud.dumont.agent.restore;

import cloud.dumont.agent.chunk.ChunkHasher;
import cloud.dumont.agent.container.DamageException;
import cloud.dumont.agent.fetch.ContainerSource;
import cloud.dumont.agent.fetch.Fetch;
import cloud.dumont.agent.fetch.FetchLimits;
import cloud.dumont.agent.files.FileTree;
import cloud.dumont.agent.files.RawPath;
import cloud.dumont.agent.history.TreeLoader;
import cloud.dumont.agent.life.Backoff;
import cloud.dumont.agent.place.Conflict;
import cloud.dumont.agent.place.TreePlacer;
import cloud.dumont.agent.posix.Fd;
import cloud.dumont.agent.posix.Io;
import cloud.dumont.agent.posix.Open;
import cloud.dumont.agent.posix.PosixException;
import cloud.dumont.agent.protocol.backup.PreparationReport;
import cloud.dumont.agent.protocol.backup.RestoreOrder;
import cloud.dumont.agent.protocol.backup.RestoreReport;
import cloud.dumont.agent.scan.ScanScope;
import cloud.dumont.agent.store.StoreException;
import cloud.dumont.agent.table.IdentityLog;
import cloud.dumont.agent.table.InodeTable;
import cloud.dumont.agent.tree.CommitHash;
import cloud.dumont.agent.tree.CommitRef;
import cloud.dumont.agent.tree.TreeTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.ThreadFactory;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Carries out one restore order: directories first, then what a user needs to begin with, then the rest. May be broken off at
 * any moment and begun again: what is in place and right is kept. Returns when all is done that can be done.
 */
public final class Restorer {
    private static final System.Logger log = System.getLogger(Restorer.class.getName());
    private final Settings settings;
    private final RestoreOrder order;
    private final RestoreProgress progress;

    /**
     * @param top directory that all paths are relative to
     * @param identities where it is kept which files are in place
     * @param scope the name under which they are kept: another one knows nothing of them
     * @param image what the machine's first restore takes away because the commit does not have it; null: nothing
     * @param earlier what was put in place here before; null: nothing
     */
    public record Settings(
            Path top,
            Path identities,
            String scope,
            long epoch,
            FetchLimits limits,
            ThreadFactory threads,
            @Nullable Image image,
            @Nullable EarlierRound earlier) {}

    /**
     * What this box brought with it.
     *
     * @param scope where
     * @param untilNanos the box's clock of files when the agent came; what changed later is the user's
     */
    public record Image(ScanScope scope, long untilNanos) {}

    public Restorer(Settings settings, RestoreOrder order, RestoreProgress progress) {
        this.settings = settings;
        this.order = order;
        this.progress = progress;
    }

    /** How it ended. */
    public sealed interface Result {
        /** All that the store could give is in place. */
        record Done(long damagedFiles) implements Result {}

        /**
         * It cannot be finished here; what is in place may be used.
         *
         * @param again another try may do better: the cause is the store, or the disk
         */
        record Failed(String why, boolean again) implements Result {}
    }

    /** Waits for a store that is away, for as long as it takes. */
    public Result run(ContainerSource source) throws InterruptedException {
        try (TreeTable tree = load(source);
                FileTree files = FileTree.open(settings.top());
                TreePlacer placer = TreePlacer.open(settings.top(), Conflict.REPLACE);
                InodeTable inodes = new InodeTable();
                IdentityLog identities =
                        IdentityLog.open(settings.identities(), settings.scope(), settings.epoch(), tree, inodes)) {
            Known known = new Known(tree, inodes, identities);
            EarlierRound earlier = settings.earlier();
            if (earlier != null) {
                new Carried(earlier, settings.epoch()).into(known, tree, source, order.newest());
            }
            run(source, tree, files, placer, known);
            known.flush();
            placer.sync();
            syncRoots(files);
            progress.ended();
            return new Result.Done(progress.damagedFiles());
        } catch (DamageException e) {
            return failed("the backup's list of files is damaged: " + e.getMessage() + older(source), false);
        } catch (StoreException e) {
            return failed("the store refuses: " + e.getMessage(), true);
        } catch (FilesBack.DiskProblem e) {
            return failed("nothing more can be written to the disk (" + e.getMessage() + ")", true);
        } catch (PosixException e) {
            return failed(String.valueOf(e.getMessage()), true);
        } catch (IllegalArgumentException e) {
            return failed(String.valueOf(e.getMessage()), false);
        }
    }

    /** Reads from the disk what is in place. @throws StoreException or {@code DamageException} when the version cannot be looked up */
    public PreparationReport.Proof readBack(ContainerSource source)
            throws StoreException, DamageException, PosixException, InterruptedException {
        try (TreeTable tree = load(source);
                FileTree files = FileTree.open(settings.top())) {
            return new ReadBack(files, new ChunkHasher(source.key().chunkIdKey()), order.newest()).of(tree);
        }
    }

    /** Saved folders may be file systems of their own, and what is noted next says that they are whole. */
    private void syncRoots(FileTree files) {
        Image image = settings.image();
        for (RawPath root : image == null ? List.<RawPath>of() : image.scope().roots()) {
            try (Fd folder = files.open(root, Open.READ | Open.DIRECTORY)) {
                Io.syncFileSystem(folder.number());
            } catch (PosixException e) {
                log.log(System.Logger.Level.DEBUG, "{0} is not synced: {1}", root, e.getMessage());
            }
        }
    }

    private Result failed(String why, boolean again) {
        log.log(System.Logger.Level.ERROR, "restore {0} failed: {1}", order.id(), why);
        progress.problem(why);
        progress.phase(RestoreReport.FAILED);
        return new Result.Failed(why, again);
    }

    private interface Attempt<T> {
        T make() throws StoreException, DamageException, InterruptedException;
    }

    /** Again and again while the store is only away. */
    private <T> T patiently(Attempt<T> attempt) throws StoreException, DamageException, InterruptedException {
        Backoff backoff = new Backoff(Duration.ofMillis(500), Duration.ofSeconds(30), RandomGenerator.getDefault());
        while (true) {
            try {
                return attempt.make();
            } catch (StoreException.Unavailable e) {
                progress.problem("the store does not answer; trying again");
                Thread.sleep(backoff.next());
            }
        }
    }

    private TreeTable load(ContainerSource source) throws StoreException, DamageException, InterruptedException {
        return patiently(() -> new TreeLoader(source).tree(chain()));
    }

    /** What may be ordered instead. */
    private String older(ContainerSource source) throws InterruptedException {
        try {
            return new TreeLoader(source)
                    .newestReadable(chain())
                    .map(it -> "; the newest before it that can be read is " + it.epoch() + "/" + it.seq())
                    .orElse("; whatever shares this list cannot be read either");
        } catch (StoreException e) {
            return "";
        }
    }

    private List<CommitRef> chain() {
        return order.chain().stream()
                .map(it -> new CommitRef(it.epoch(), it.seq(), CommitHash.ofHex(it.sha256())))
                .toList();
    }

    private void run(ContainerSource source, TreeTable tree, FileTree files, TreePlacer placer, Known known)
            throws StoreException, DamageException, PosixException, InterruptedException {
        Selection selection = Selection.of(order);
        Plan plan = Plan.of(tree, selection, order.newest());
        progress.plan(plan.files(), plan.bytes());
        NodesBack nodes = new NodesBack(plan, selection, placer, files, progress);
        nodes.target();
        nodes.directories();
        FilesBack.Placement placement = new FilesBack.Placement(
                placer, files, known, new ChunkHasher(source.key().chunkIdKey()), progress, order.newest());
        BitSet done = new BitSet(plan.files());
        files(source, plan, selection, placement, 0, plan.ruleFiles(), done);
        Image image = settings.image();
        if (image != null && mayTakeAway()) {
            new Stale(tree, image, placer, files).remove();
        }
        nodes.others();
        progress.phase(RestoreReport.HOT);
        files(source, plan, selection, placement, plan.ruleFiles(), plan.hotFiles(), done);
        nodes.links(false);
        progress.phase(RestoreReport.REST);
        files(source, plan, selection, placement, plan.hotFiles(), plan.files(), done);
        nodes.links(true);
        nodes.finishDirectories();
    }

    /**
     * Once for each order, and noted before: what is there when it is begun again may be what the user made meanwhile. Not without
     * the files that say what was never backed up.
     */
    private boolean mayTakeAway() {
        Path note = settings.identities().resolveSibling("stale-taken-away");
        try {
            if (progress.damagedFiles() > 0
                    || Files.exists(note) && Files.readString(note).equals(order.id())) {
                return false;
            }
            Files.writeString(note, order.id());
            return true;
        } catch (IOException e) {
            log.log(System.Logger.Level.WARNING, "nothing is taken away: {0}", e.getMessage());
            return false;
        }
    }

    private void files(
            ContainerSource source,
            Plan plan,
            Selection selection,
            FilesBack.Placement placement,
            int from,
            int to,
            BitSet done)
            throws StoreException, DamageException, InterruptedException {
        patiently(() -> {
            FilesBack files = new FilesBack(plan, selection, placement, from, to, done);
            try {
                new Fetch<>(source, settings.limits(), settings.threads(), files).run(files);
            } catch (IllegalStateException e) {
                if (e.getCause() instanceof FilesBack.DiskProblem disk) {
                    throw disk;
                }
                throw e;
            } finally {
                files.close();
            }
            placement.progress().problem(null);
            return done;
        });
    }
}
