package cloud.dumont.restore;

import cloud.dumont.restore.container.ContainerId;
import cloud.dumont.restore.container.Containers;
import cloud.dumont.restore.container.DamagedException;
import cloud.dumont.restore.container.Fault;
import cloud.dumont.restore.container.Kind;
import cloud.dumont.restore.content.Chunks;
import cloud.dumont.restore.history.Commit;
import cloud.dumont.restore.history.CommitLoader;
import cloud.dumont.restore.history.CommitRef;
import cloud.dumont.restore.history.Commits;
import cloud.dumont.restore.history.Fence;
import cloud.dumont.restore.history.History;
import cloud.dumont.restore.history.HistoryReader;
import cloud.dumont.restore.history.LoadedCommit;
import cloud.dumont.restore.history.StoredNames;
import cloud.dumont.restore.key.Derivations;
import cloud.dumont.restore.key.KeyRefused;
import cloud.dumont.restore.key.WorkspaceKey;
import cloud.dumont.restore.record.Content;
import cloud.dumont.restore.record.Piece;
import cloud.dumont.restore.source.ObjectSource;
import cloud.dumont.restore.tree.Overlay;
import cloud.dumont.restore.tree.Tree;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * What one machine saved, opened for reading. Several threads may use it at once. Exceptions: {@link DamagedException}
 * where the store's bytes are not what was written, {@link cloud.dumont.restore.source.StoreException} where the store
 * does not answer, {@link cloud.dumont.restore.container.UnknownVersion} for what a later program wrote.
 *
 * <p>Closing it ends its threads; the source stays open and is its owner's to close.
 */
public final class Workspace implements AutoCloseable {
    private static final int TRIED_CONTAINERS = 4;

    private final String id;
    private final StoredNames names;
    private final Containers containers;
    private final Commits commits;
    private final Chunks chunks;
    private final ExecutorService threads;

    private Workspace(ObjectSource source, String root, String id, WorkspaceKey key, WorkspaceOptions options) {
        Derivations keys = new Derivations(key, id);
        this.id = id;
        this.threads = Executors.newFixedThreadPool(
                options.parallel(),
                Thread.ofPlatform().daemon().name("restore-", 0).factory());
        this.names = new StoredNames(source, root);
        this.containers = new Containers(source, root, keys, options.layoutCacheBytes());
        this.commits = new Commits(new CommitLoader(containers), threads, options.parallel());
        this.chunks = new Chunks(containers, keys.chunkIds(), threads, options.windowBytes());
    }

    /**
     * Opens the workspace whose objects' names begin with {@code root} (empty, or with a slash at its end); its id comes
     * from {@code format.json}.
     */
    public static Workspace open(ObjectSource source, String root, WorkspaceKey key, WorkspaceOptions options)
            throws IOException {
        return open(source, root, WorkspaceFormat.read(source, root).workspaceId(), key, options);
    }

    /** The same, for somebody who knows the id; asks the store nothing. */
    public static Workspace open(
            ObjectSource source, String root, String workspaceId, WorkspaceKey key, WorkspaceOptions options) {
        if (!root.isEmpty() && !root.endsWith("/")) {
            throw new IllegalArgumentException("a root ends with a slash: " + root);
        }
        return new Workspace(source, root, workspaceId, key, options);
    }

    public String id() {
        return id;
    }

    /**
     * Looks whether the key opens anything here.
     *
     * @throws KeyRefused if it opens none of several containers; a workspace without any accepts every key
     */
    public void checkKey() throws IOException {
        int refused = 0;
        for (long epoch : names.epochs().reversed()) {
            for (Kind kind : Kind.values()) {
                for (ContainerId container : names.containers(epoch, kind).reversed()) {
                    if (refused >= TRIED_CONTAINERS) {
                        throw new KeyRefused("the key does not open this workspace (or all of it is damaged)");
                    }
                    if (opens(container)) {
                        return;
                    }
                    refused++;
                }
            }
        }
        if (refused > 0) {
            throw new KeyRefused("the key does not open this workspace (or all of it is damaged)");
        }
    }

    private boolean opens(ContainerId container) throws IOException {
        try {
            containers.open(container);
            return true;
        } catch (DamagedException e) {
            return e.damage().fault() == Fault.MISSING;
        }
    }

    public List<Fence> fences() throws IOException {
        return names.fences(new ArrayList<>());
    }

    /** Finds the chain of versions in the store alone: reads all commits of the newest epoch. */
    public History history() throws IOException {
        return new HistoryReader(names, commits).read();
    }

    /** Reads one commit, whole; its hash is compared if the reference has one. */
    public Commit commit(CommitRef ref) throws IOException {
        return commits.load(ref).commit();
    }

    /**
     * The commits that the tree of this one is made of, oldest first: from the newest one with a tree up to itself. All are
     * read whole and follow each other by hash.
     */
    public List<Commit> chain(CommitRef tip) throws IOException {
        return commits.chainTo(tip).stream().map(LoadedCommit::commit).toList();
    }

    /** The files as they were after this commit. */
    public Tree treeAt(CommitRef tip) throws IOException {
        List<LoadedCommit> chain = commits.chainTo(tip);
        Overlay overlay = new Overlay();
        for (LoadedCommit commit : chain) {
            overlay.add(commit.record().changes(), commit.commit().ref().id().name());
        }
        List<Piece> pages = chain.getFirst().record().pages();
        return new Tree(tip.id().name(), pages == null ? List.of() : pages, overlay, chunks);
    }

    /** A file's content from this byte on. Holes read as zeros; every chunk's id is checked before its bytes are given. */
    public InputStream open(Content content, long from) throws IOException {
        return chunks.open(content, from);
    }

    public InputStream open(Content content) throws IOException {
        return open(content, 0);
    }

    /** For those who need what commits say, beside what they make of the tree. */
    public Commits commits() {
        return commits;
    }

    /** For those who read many files at once. */
    public Chunks chunks() {
        return chunks;
    }

    public Containers containers() {
        return containers;
    }

    /** What is in the store, needed or not. */
    public StoredNames names() {
        return names;
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
