package cloud.dumont.agent.history;

import cloud.dumont.agent.container.ContainerName;
import cloud.dumont.agent.container.Damage;
import cloud.dumont.agent.container.DamageException;
import cloud.dumont.agent.fetch.ContainerSource;
import cloud.dumont.agent.fetch.PieceReader;
import cloud.dumont.agent.store.StoreException;
import cloud.dumont.agent.tree.CommitRef;
import cloud.dumont.agent.tree.Entry;
import cloud.dumont.agent.tree.EntryCodec;
import cloud.dumont.agent.tree.Meta;
import cloud.dumont.agent.tree.Moment;
import cloud.dumont.agent.tree.PathBytes;
import cloud.dumont.agent.tree.Piece;
import cloud.dumont.agent.tree.TreeTable;
import cloud.dumont.agent.wire.ByteReader;
import cloud.dumont.agent.wire.MalformedException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads the tree after a commit from the store: the pages of the nearest commit with a tree, and all commits after it. */
public final class TreeLoader {
    private static final int AHEAD = 16;
    private final ContainerSource source;
    private final CommitLoader commits;

    public TreeLoader(ContainerSource source) {
        this.source = source;
        this.commits = new CommitLoader(source.store(), source.key());
    }

    /**
     * Contents inside a commit may be damaged; who reads them learns of it.
     *
     * @param chain from the nearest commit with a tree (or the first of the workspace) to the wanted one
     * @throws DamageException if any other part of it is damaged, missing, or not a chain
     */
    public TreeTable tree(List<CommitRef> chain) throws StoreException, DamageException, InterruptedException {
        TreeTable tree = new TreeTable();
        try {
            load(chain, new TreeState(tree, null));
            return tree;
        } catch (StoreException | DamageException | InterruptedException | RuntimeException e) {
            tree.close();
            throw e;
        }
    }

    /** The newest commit of the chain whose tree can be read; none if the first one's cannot. */
    public Optional<CommitRef> newestReadable(List<CommitRef> chain) throws StoreException, InterruptedException {
        Newest newest = null;
        try (TreeTable tree = new TreeTable()) {
            TreeState state = new TreeState(tree, null);
            for (CommitRef ref : chain) {
                newest = next(newest, commits.load(ref), state);
            }
        } catch (DamageException e) {
            // What was read before it is the answer.
        }
        return Optional.ofNullable(newest).map(Newest::ref);
    }

    /** @return the last commit, and how much was read since the tree; null for an empty chain */
    @Nullable
    Newest load(List<CommitRef> chain, TreeState state) throws StoreException, DamageException, InterruptedException {
        source.store().soon(chain.stream().map(ref -> ref.name().path()).toList());
        Newest newest = null;
        // A long commit is many times as long once it is understood: one at a time.
        try (InOrder<CommitRef, byte[]> loads = new InOrder<>(chain, AHEAD, commits::begin)) {
            while (loads.hasNext()) {
                byte[] begin = loads.next();
                newest = next(newest, commits.load(loads.lastKey(), begin), state);
            }
        }
        return newest;
    }

    Newest next(@Nullable Newest before, LoadedCommit commit, TreeState state)
            throws StoreException, DamageException, InterruptedException {
        ContainerName name = commit.ref().name();
        CommitRef parent = commit.record().parent();
        List<Piece> pages = commit.record().pages();
        if (before == null && pages == null && parent != null) {
            throw new DamageException(new Damage.BadRecord(name, "the chain begins without a tree"));
        }
        if (before != null && !before.ref().equals(parent)) {
            throw new DamageException(new Damage.BadRecord(name, "it does not follow the one before it"));
        }
        try {
            if (before == null && pages != null) {
                readPages(pages, state);
            }
            if (pages != null && pages.isEmpty()) {
                state.clear();
            }
            // Pages later in the chain say what is known already.
            state.apply(commit.record(), List.of());
            state.lost(commit.lost());
        } catch (IllegalArgumentException e) {
            throw new DamageException(new Damage.BadRecord(name, String.valueOf(e.getMessage())));
        }
        return Newest.after(before, commit);
    }

    private void readPages(List<Piece> pages, TreeState state)
            throws StoreException, DamageException, InterruptedException {
        PathBytes before = null;
        try (InOrder<Piece, byte[]> loads = new InOrder<>(pages, AHEAD / 2, this::page)) {
            while (loads.hasNext()) {
                byte[] page = loads.next();
                before = readPage(page, before, state, loads.lastKey());
            }
        }
    }

    private byte[] page(Piece piece) throws StoreException, DamageException, InterruptedException {
        try (PieceReader reader = new PieceReader(source)) {
            return reader.read(piece);
        }
    }

    private static @Nullable PathBytes readPage(byte[] page, @Nullable PathBytes before, TreeState state, Piece piece)
            throws DamageException {
        PathBytes last = before;
        try {
            for (ByteReader in = new ByteReader(page); in.remaining() > 0; ) {
                Entry entry = EntryCodec.read(in);
                if (last != null && last.compareTo(entry.path()) >= 0) {
                    throw new MalformedException("the entries of a tree are out of order");
                }
                if (last == null && !entry.path().isRoot()) {
                    state.add(new Entry.Directory(PathBytes.ROOT, new Meta(0755, 0, 0, new Moment(0, 0), List.of())));
                }
                last = entry.path();
                state.add(entry);
            }
            return last;
        } catch (MalformedException e) {
            throw new DamageException(new Damage.BadRecord(piece.container(), String.valueOf(e.getMessage())));
        }
    }
}
