package cloud.dumont.restore.verify;

import cloud.dumont.restore.Workspace;
import cloud.dumont.restore.container.ChunkId;
import cloud.dumont.restore.container.ContainerId;
import cloud.dumont.restore.container.DamagedException;
import cloud.dumont.restore.container.Fault;
import cloud.dumont.restore.content.Fetched;
import cloud.dumont.restore.content.Readahead;
import cloud.dumont.restore.history.CommitRef;
import cloud.dumont.restore.history.LoadedCommit;
import cloud.dumont.restore.record.EntryReader;
import cloud.dumont.restore.record.MalformedRecord;
import cloud.dumont.restore.record.Piece;
import cloud.dumont.restore.record.RecordReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * All containers without which some commits could not be restored: for a collector, which may remove the others. The
 * commits of their chains are among them, and whatever any commit of those chains puts into the tree, so that every
 * version on the way stays whole too. Each page and each commit is read once, however many versions share it.
 */
public final class References {
    private final SortedMap<ContainerId, Use> uses;
    private final long pages;

    private References(SortedMap<ContainerId, Use> uses, long pages) {
        this.uses = uses;
        this.pages = pages;
    }

    /** @param liveBytes plain bytes of the container's chunks that are needed; 0 for a commit that holds none */
    public record Use(long liveBytes) {}

    /**
     * @throws DamagedException if anything of the trees or the chains cannot be read: nobody may conclude from half of the
     *     references that something is not needed
     */
    public static References of(Workspace workspace, List<CommitRef> kept) throws IOException {
        Needs needs = new Needs();
        Set<ContainerId> marked = new HashSet<>();
        Set<ChunkId> known = new HashSet<>();
        List<CommitRef> newestFirst = new ArrayList<>(kept);
        newestFirst.sort(Comparator.comparingLong(CommitRef::seq)
                .thenComparingLong(CommitRef::epoch)
                .reversed());
        for (CommitRef ref : newestFirst) {
            if (!marked.contains(ref.id())) {
                mark(workspace, ref, needs, marked, known);
            }
        }
        SortedMap<ContainerId, Use> uses = new TreeMap<>();
        needs.containers().forEach((id, pieces) -> uses.put(id, new Use(pieces.bytes())));
        return new References(uses, known.size());
    }

    private static void mark(
            Workspace workspace, CommitRef ref, Needs needs, Set<ContainerId> marked, Set<ChunkId> known)
            throws IOException {
        List<Piece> pages = new ArrayList<>();
        for (LoadedCommit commit : workspace.commits().chainTo(ref)) {
            if (!commit.lost().isEmpty()) {
                // Its hash cannot be compared: enough to read it, not to remove by it what it does not name.
                throw new DamagedException(commit.lost().getFirst());
            }
            ContainerId id = commit.commit().ref().id();
            needs.container(id);
            marked.add(id);
            commit.record().changes().forEachUpsert((_, entry) -> needs.entry(entry.decode()));
            List<Piece> tree = commit.record().pages();
            for (Piece page : tree == null ? List.<Piece>of() : tree) {
                needs.piece(page);
                if (known.add(page.id())) {
                    pages.add(page);
                }
            }
        }
        readPages(workspace, pages, needs);
    }

    private static void readPages(Workspace workspace, List<Piece> pages, Needs needs) throws IOException {
        try (Readahead chunks = workspace.chunks().readahead(pages.iterator())) {
            for (Piece page : pages) {
                switch (chunks.next()) {
                    case Fetched.Bytes bytes -> readPage(page, bytes.chunk(), needs);
                    case Fetched.Lost lost -> throw new DamagedException(lost.damage());
                }
            }
        }
    }

    private static void readPage(Piece page, byte[] bytes, Needs needs) throws DamagedException {
        RecordReader in = new RecordReader(bytes, 0, bytes.length);
        try {
            while (!in.atEnd()) {
                needs.entry(EntryReader.read(in));
            }
        } catch (MalformedRecord e) {
            throw new DamagedException(
                    page.container().name(), Fault.TREE, "a page holds no entries: " + e.getMessage());
        }
    }

    public SortedMap<ContainerId, Use> uses() {
        return uses;
    }

    public boolean needs(ContainerId id) {
        return uses.containsKey(id);
    }

    /** How many different pages were read. */
    public long pages() {
        return pages;
    }
}
