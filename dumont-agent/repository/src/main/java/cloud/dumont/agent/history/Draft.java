package cloud.dumont.agent.history;

import cloud.dumont.agent.chunk.ChunkId;
import cloud.dumont.agent.container.ChunkSlot;
import cloud.dumont.agent.container.ContainerName;
import cloud.dumont.agent.container.ContainerWriter;
import cloud.dumont.agent.pack.ChunkTarget;
import cloud.dumont.agent.store.StoreException;
import cloud.dumont.agent.tree.Entry;
import cloud.dumont.agent.tree.PathBytes;
import cloud.dumont.agent.tree.Piece;
import cloud.dumont.agent.tree.Pieces;
import cloud.dumont.agent.tree.TreeTable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The next commit while it is made. As a {@link ChunkTarget} it takes contents into itself: good for small ones, within
 * {@link #roomInline()}. Not thread-safe. Ends by being committed or closed.
 */
public final class Draft implements ChunkTarget, AutoCloseable {
    private static final int MANY = 16_384;
    private static final long HEAVY_BYTES = 6L << 20;
    private static final int BYTES_PER_PIECE = 40;
    private static final int BYTES_PER_ENTRY = 64;
    private final Repository repository;
    private final TreeTable tree;
    private final ContainerName name;
    private final NavigableSet<PathBytes> removals = new TreeSet<>();
    private final NavigableMap<PathBytes, Entry> upserts = new TreeMap<>();
    private final Map<ChunkId, Piece> inline = new HashMap<>();
    private @Nullable ContainerWriter writer;
    private long weight;

    Draft(Repository repository, TreeTable tree, ContainerName name) {
        this.repository = repository;
        this.tree = tree;
        this.name = name;
    }

    @Override
    public Piece store(ChunkId id, byte[] from, int offset, int length) throws StoreException, InterruptedException {
        Piece known = repository.index().find(id);
        if (known == null) {
            known = inline.get(id);
        }
        if (known == null) {
            ChunkSlot slot = writer().chunk(id, from, offset, length);
            known = new Piece(name, slot.offset(), length, id);
            inline.put(id, known);
        }
        return known;
    }

    /** How much content it still takes into itself. */
    public long roomInline() {
        return Math.max(0, repository.config().inlineBytes() - (writer == null ? 0 : writer.plainSize()));
    }

    /** Whether it should be committed before more goes into it. */
    public boolean isFull() {
        return upserts.size() + removals.size() >= MANY || roomInline() == 0;
    }

    public boolean isEmpty() {
        return upserts.isEmpty() && removals.isEmpty();
    }

    /**
     * This entry is there from now on. One that is there already, exactly so, changes nothing. If a directory becomes something else
     * or the other way round, what was there goes away with all below it.
     *
     * @throws IllegalArgumentException if its parent is no directory
     */
    public void upsert(Entry entry) {
        PathBytes path = entry.path();
        Entry before = view(path);
        if (before != null && before instanceof Entry.Directory != entry instanceof Entry.Directory) {
            remove(path);
        }
        if (!path.isRoot() && !(view(path.parent()) instanceof Entry.Directory)) {
            throw new IllegalArgumentException("an entry has no parent directory");
        }
        if (!isRemoved(path) && entry.equals(tree.find(path))) {
            upserts.remove(path);
        } else {
            upserts.put(path, entry);
            weight += BYTES_PER_ENTRY + path.length();
            Pieces.of(entry, piece -> weight += BYTES_PER_PIECE);
        }
    }

    /** Whether its record is as long as a record should become: a few large files have more pieces than many small ones. */
    public boolean isHeavy() {
        return weight >= HEAVY_BYTES;
    }

    /** It is not there any more, nor is anything below it. */
    public void remove(PathBytes path) {
        dropWithin(upserts.tailMap(path, true).keySet(), path);
        dropWithin(removals.tailSet(path, false), path);
        if (!isRemoved(path) && tree.number(path) != TreeTable.NONE) {
            removals.add(path);
        }
    }

    /** The entry of that path as it would be after the commit. */
    public @Nullable Entry view(PathBytes path) {
        Entry mine = upserts.get(path);
        if (mine != null) {
            return mine;
        }
        return isRemoved(path) ? null : tree.find(path);
    }

    private boolean isRemoved(PathBytes path) {
        // Whatever lies below a directory directly follows it, and no removal lies below another one.
        PathBytes nearest = removals.floor(path);
        return nearest != null && path.isWithin(nearest);
    }

    private static void dropWithin(Iterable<PathBytes> inOrder, PathBytes directory) {
        for (Iterator<PathBytes> paths = inOrder.iterator();
                paths.hasNext() && paths.next().isWithin(directory); ) {
            paths.remove();
        }
    }

    ContainerName name() {
        return name;
    }

    List<PathBytes> removals() {
        return List.copyOf(removals);
    }

    List<Entry> upserts() {
        return List.copyOf(upserts.values());
    }

    boolean isPendingRemoval(PathBytes path) {
        return isRemoved(path);
    }

    private ContainerWriter writer() throws InterruptedException {
        if (writer == null) {
            writer = repository.begin(name);
        }
        return writer;
    }

    /** The writer, which is somebody else's from now on. */
    ContainerWriter handOver() throws InterruptedException {
        ContainerWriter handed = writer();
        writer = null;
        return handed;
    }

    /** Entries that refer to what a commit must not refer to any more; their contents must be read again. */
    List<PathBytes> stale() {
        List<PathBytes> paths = new ArrayList<>();
        for (Entry entry : upserts.values()) {
            boolean[] stale = new boolean[1];
            Pieces.of(
                    entry,
                    piece -> stale[0] |= !piece.container().equals(name)
                            && !repository.index().mayRefer(piece));
            if (stale[0]) {
                paths.add(entry.path());
            }
        }
        return paths;
    }

    /** Takes an entry out of the draft again: the path stays as it was before. */
    public void forget(PathBytes path) {
        upserts.remove(path);
    }

    @Override
    public void close() {
        if (writer != null) {
            writer.body().close();
            writer = null;
        }
    }
}
