package cloud.dumont.agent.history;

import cloud.dumont.agent.chunk.ChunkHasher;
import cloud.dumont.agent.chunk.ChunkId;
import cloud.dumont.agent.container.ContainerName;
import cloud.dumont.agent.container.ContainerWriter;
import cloud.dumont.agent.container.Damage;
import cloud.dumont.agent.container.DamageException;
import cloud.dumont.agent.container.Sealers;
import cloud.dumont.agent.container.WorkspaceKey;
import cloud.dumont.agent.fetch.ContainerSource;
import cloud.dumont.agent.index.ChunkIndex;
import cloud.dumont.agent.pack.ContentWriter;
import cloud.dumont.agent.pack.PackLimits;
import cloud.dumont.agent.pack.PackShop;
import cloud.dumont.agent.pack.PackWriter;
import cloud.dumont.agent.pack.Uploads;
import cloud.dumont.agent.store.ObjectStore;
import cloud.dumont.agent.store.SegmentBody;
import cloud.dumont.agent.store.SegmentPool;
import cloud.dumont.agent.store.StoreException;
import cloud.dumont.agent.tree.CommitRef;
import cloud.dumont.agent.tree.PageCutter;
import cloud.dumont.agent.tree.PathBytes;
import cloud.dumont.agent.tree.Piece;
import cloud.dumont.agent.tree.TreeTable;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;

/**
 * A workspace that one agent writes, as of its newest commit. Everything in memory here comes from the store; losing it loses
 * nothing.
 *
 * <p>One thread makes drafts and commits. Each lane that stores contents in packs has a {@link PackWriter} of its own and may be
 * another thread; {@link #tree()} and {@link #index()} may be asked by all.
 */
public final class Repository implements AutoCloseable {
    private final WorkspaceKey key;
    private final long epoch;
    private final ObjectStore store;
    private final Register register;
    private final RepositoryConfig config;
    private final ChunkIndex index;
    private final TreeState state;
    private final PackShop shop;
    private final SegmentPool commitPool;
    private final ContainerSource source;
    private final CommitSealer sealer;
    private final ChunkHasher hasher;
    private final ArrayDeque<Registration> unregistered = new ArrayDeque<>();
    private @Nullable SealedCommit inDoubt;
    private @Nullable Newest newest;
    private long treeMillis = -1;
    private boolean active;
    private boolean anew;

    private Repository(
            Opening opening,
            ObjectStore store,
            Register register,
            RepositoryConfig config,
            ThreadFactory sealing,
            Recovery.Recovered recovered) {
        this.key = opening.key();
        this.epoch = opening.epoch();
        this.store = store;
        this.register = register;
        this.config = config;
        this.index = recovered.index();
        this.state = recovered.state();
        this.newest = recovered.newest();
        this.source = recovered.source();
        this.commitPool = new SegmentPool(config.commitMemoryBytes());
        Uploads uploads = new Uploads(store, index, config.uploads());
        Sealers sealers = new Sealers(config.sealers(), sealing);
        SegmentPool packPool = new SegmentPool(config.packMemoryBytes());
        this.shop = new PackShop(key, recovered.numbers(), sealers, packPool, index, uploads);
        this.hasher = new ChunkHasher(key.chunkIdKey());
        this.sealer = new CommitSealer(hasher, index, recovered.numbers(), state.tree());
    }

    /**
     * Reads the newest tree, takes up what an earlier agent of this epoch left behind: commits that the platform did not hear of, and
     * packs that no commit named.
     *
     * @param sealing makes the threads that compress and encrypt
     * <p>Contents that are damaged inside the chain's commits do not hinder it ({@link #damage()}): what they held is stored again
     * once it is read again.
     *
     * @throws DamageException the newest tree cannot be read; nobody goes on from an older one
     */
    public static Repository open(
            Opening opening, ObjectStore store, Register register, RepositoryConfig config, ThreadFactory sealing)
            throws StoreException, DamageException, RegisterException, InterruptedException {
        return new Repository(opening, store, register, config, sealing, new Recovery(opening, store, register).run());
    }

    /**
     * For a workspace whose newest tree cannot be read: the next commit builds on it by name alone, and begins an empty tree into
     * which the box's files are stored anew. The versions before it stay as they are.
     */
    public static Repository openAnew(
            Opening opening, ObjectStore store, Register register, RepositoryConfig config, ThreadFactory sealing)
            throws StoreException, DamageException, RegisterException, InterruptedException {
        Recovery.Recovered known = new Recovery(opening, store, register).anew();
        Repository repository = new Repository(opening, store, register, config, sealing, known);
        repository.anew = true;
        return repository;
    }

    public TreeTable tree() {
        return state.tree();
    }

    /** Contents inside commits since the last tree that cannot be read any more; the tree itself is whole. */
    public List<Damage> damage() {
        return state.damage();
    }

    /** Files of the tree whose contents are damaged so; to be read and stored again. */
    public List<PathBytes> lostFiles() throws InterruptedException {
        return state.lostFiles();
    }

    public ChunkIndex index() {
        return index;
    }

    public ContainerSource source() {
        return source;
    }

    public WorkspaceKey key() {
        return key;
    }

    RepositoryConfig config() {
        return config;
    }

    /** The newest commit; null: none yet. */
    public synchronized @Nullable CommitRef newest() {
        return newest == null ? null : newest.ref();
    }

    public PackWriter packs(PackLimits limits) {
        return shop.writer(limits);
    }

    public ContentWriter contents(PackWriter into) {
        return new ContentWriter(key, into);
    }

    public Uploads uploads() {
        return shop.uploads();
    }

    /** zstd's level for what is stored from now on. */
    public void level(int level) {
        shop.sealers().level(level);
    }

    /** Gives back memory that is kept for the next cycle. */
    public void trim() {
        shop.sealers().trim();
        shop.pool().trim();
        commitPool.trim();
    }

    /**
     * A draft for the next commit; one at a time.
     *
     * @throws IllegalStateException while a commit is in doubt
     */
    public synchronized Draft draft() {
        if (inDoubt != null) {
            throw new IllegalStateException("a commit is in doubt");
        }
        return new Draft(this, state.tree(), nextName());
    }

    private ContainerName nextName() {
        return ContainerName.commit(epoch, newest == null ? 1 : newest.ref().seq() + 1);
    }

    ContainerWriter begin(ContainerName name) throws InterruptedException {
        return new ContainerWriter(key, name, PackShop.salt(), shop.sealers(), new SegmentBody(commitPool));
    }

    /** Whether a commit may be in the store or not, or the platform does not know of one yet: {@link #settle()}. */
    public synchronized boolean isUnsettled() {
        return inDoubt != null || !unregistered.isEmpty();
    }

    /**
     * Makes the draft the newest commit, even an empty one. What it refers to in packs must be settled.
     *
     * @throws StoreException.Fenced somebody else writes this epoch
     * @throws RegisterException.Fenced this epoch is over
     * @throws RegisterException.Conflict open the repository anew
     */
    public synchronized CommitOutcome commit(Draft draft, Occasion occasion)
            throws StoreException, RegisterException, InterruptedException {
        if (!draft.name().equals(nextName())) {
            throw new IllegalStateException("the draft was made for another place in the chain");
        }
        List<PathBytes> stale = draft.stale();
        if (!stale.isEmpty()) {
            return new CommitOutcome.Stale(stale);
        }
        active |= !draft.isEmpty();
        treeMillis = treeMillis < 0 ? occasion.sinceStartMillis() : treeMillis;
        inDoubt = sealer.delta(draft, newest(), anew, occasion);
        CommitOutcome outcome = settle();
        if (outcome instanceof CommitOutcome.Committed && isTreeDue(occasion.sinceStartMillis())) {
            treeMillis = occasion.sinceStartMillis();
            inDoubt = tree(occasion);
            return settle();
        }
        return outcome;
    }

    /** Brings what is in doubt into the store and tells the platform what it does not know. */
    public synchronized CommitOutcome settle() throws StoreException, RegisterException, InterruptedException {
        SealedCommit commit = inDoubt;
        if (commit != null) {
            try {
                store.put(commit.commit().ref().name().path(), commit.body());
            } catch (StoreException.Unavailable e) {
                return new CommitOutcome.InDoubt(String.valueOf(e.getMessage()));
            } catch (StoreException.Fenced e) {
                if (isOwn(commit.commit().ref().name())) {
                    throw new RegisterException.Conflict("an earlier commit came late");
                }
                throw e;
            }
            accept(commit);
        }
        boolean registered = tell();
        CommitRef ref = newest();
        return ref == null ? new CommitOutcome.Nothing() : new CommitOutcome.Committed(ref, registered);
    }

    private void accept(SealedCommit sealed) {
        LoadedCommit commit = sealed.commit();
        List<ContainerName> named = new ArrayList<>();
        commit.record().packs().forEach(number -> named.add(ContainerName.pack(epoch, number)));
        named.add(commit.ref().name());
        state.apply(commit.record(), named);
        shop.numbers().named(commit.record().packs());
        newest = Newest.after(newest, commit);
        anew = false;
        active &= newest.sinceTree() > 0;
        unregistered.add(sealed.registration());
        sealed.body().close();
        inDoubt = null;
    }

    private boolean tell() throws RegisterException, InterruptedException {
        while (!unregistered.isEmpty()) {
            try {
                register.register(unregistered.peek());
            } catch (RegisterException.Unavailable e) {
                return false;
            }
            unregistered.remove();
        }
        return true;
    }

    /** Whether a commit of that name, which is none of this process, follows the newest one: it was long under way. */
    private boolean isOwn(ContainerName name) throws StoreException, InterruptedException {
        try {
            LoadedCommit there = new CommitLoader(store, key).load(name);
            return there != null && Objects.equals(there.record().parent(), newest());
        } catch (DamageException e) {
            return false;
        }
    }

    private boolean isTreeDue(long sinceStartMillis) {
        return newest != null
                && (newest.sinceTree() >= config.commitsPerTree()
                        || newest.bytesSinceTree() >= config.bytesPerTree()
                        || active
                                && sinceStartMillis - treeMillis
                                        >= config.timePerTree().toMillis());
    }

    private SealedCommit tree(Occasion occasion) throws StoreException, InterruptedException {
        CommitRef parent = newest();
        if (parent == null) {
            throw new IllegalStateException("a tree follows a commit");
        }
        List<Piece> pages = new ArrayList<>();
        try (Draft inline = draft();
                PackWriter packs = packs(PackLimits.STANDARD)) {
            PageCutter<StoreException> cutter =
                    new PageCutter<StoreException>((bytes, length) -> pages.add(page(bytes, length, inline, packs)));
            state.tree().visit((number, entry) -> cutter.add(entry));
            cutter.finish();
            packs.settle();
            return sealer.tree(inline.handOver(), pages, parent, occasion);
        }
    }

    private Piece page(byte[] bytes, int length, Draft inline, PackWriter packs)
            throws StoreException, InterruptedException {
        ChunkId id = hasher.id(bytes, 0, length);
        return length <= inline.roomInline() ? inline.store(id, bytes, 0, length) : packs.store(id, bytes, 0, length);
    }

    @Override
    public synchronized void close() {
        shop.uploads().close();
        shop.sealers().close();
        if (inDoubt != null) {
            inDoubt.body().close();
        }
        shop.pool().close();
        commitPool.close();
        state.tree().close();
        index.close();
    }
}
