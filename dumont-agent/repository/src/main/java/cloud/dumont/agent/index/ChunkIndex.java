package cloud.dumont.agent.index;

import cloud.dumont.agent.chunk.ChunkId;
import cloud.dumont.agent.container.ContainerName;
import cloud.dumont.agent.container.Kind;
import cloud.dumont.agent.tree.Piece;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Which chunks need not be stored again: those that the newest commit's tree refers to (its pages included), and those in own
 * containers that no commit named yet. Everything else may be gone any moment, so it is not in here. 32 bytes an entry, off the
 * heap, by the first half of the id. Thread-safe.
 */
public final class ChunkIndex implements AutoCloseable {
    private final SlotTable table = new SlotTable();
    private final Containers containers = new Containers();
    private final Set<Piece> lost = new HashSet<>();

    /** Where that chunk lies, if it may be referred to. */
    public synchronized @Nullable Piece find(ChunkId id) {
        long slot = table.find(id.a(), id.b());
        if (slot < 0) {
            return null;
        }
        ContainerName container = containers.at(table.container(slot)).name;
        return new Piece(container, table.offset(slot), table.length(slot), id);
    }

    /** From now on these chunks may be used: their container is stored, is of this epoch, and no commit named it yet. */
    public synchronized void stored(ContainerName container, Collection<Piece> chunks) {
        Containers.Holding holding = containers.of(container);
        holding.own = true;
        for (Piece chunk : chunks) {
            if (table.find(chunk.id().a(), chunk.id().b()) < 0) {
                insert(chunk, holding, 0);
            }
        }
    }

    /**
     * What a commit, that counts from now on, changes.
     *
     * @param gained once for each place of the new tree that was not in the old one
     * @param lost once for each place of the old tree that is not in the new one
     * @param named own containers that it names, itself included: what of them the tree does not use is no longer known
     */
    public synchronized void commit(Iterable<Piece> gained, Iterable<Piece> lost, Collection<ContainerName> named) {
        gained.forEach(this::gain);
        lost.forEach(this::lose);
        boolean sweep = false;
        for (ContainerName name : named) {
            Containers.Holding holding = containers.find(name);
            if (holding != null) {
                holding.own = false;
                sweep |= holding.unused > 0;
            }
        }
        if (sweep) {
            sweep();
        }
        for (ContainerName name : named) {
            Containers.Holding holding = containers.find(name);
            if (holding != null) {
                containers.settle(holding);
            }
        }
    }

    /**
     * These chunks cannot be read any more: they are not found from now on, so that what they held is stored again. The tree may
     * go on referring to them until then.
     */
    public synchronized void lost(Collection<Piece> chunks) {
        for (Piece chunk : chunks) {
            lost.add(chunk);
            long slot = table.find(chunk.id().a(), chunk.id().b());
            Containers.Holding holding = containers.find(chunk.container());
            if (slot >= 0 && holding != null && table.container(slot) == holding.ordinal) {
                holding.unused -= table.count(slot) == 0 ? 1 : 0;
                holding.entries--;
                table.remove(slot);
            }
        }
    }

    public synchronized boolean isLost(Piece piece) {
        return lost.contains(piece);
    }

    /** The tree refers to this once more. */
    public synchronized void gain(Piece piece) {
        Containers.Holding holding = containers.of(piece.container());
        holding.references++;
        if (lost.contains(piece)) {
            return;
        }
        long slot = table.find(piece.id().a(), piece.id().b());
        if (slot < 0) {
            insert(piece, holding, 1);
        } else if (table.container(slot) == holding.ordinal) {
            int count = table.count(slot);
            table.count(slot, count + 1);
            holding.unused -= count == 0 ? 1 : 0;
        }
        // Otherwise the same chunk lies in two containers. The entry counts for the place it has alone: so it is never
        // believed to be there longer than it is.
    }

    private void lose(Piece piece) {
        Containers.Holding holding = containers.find(piece.container());
        if (holding == null || holding.references == 0) {
            throw new IllegalStateException("the tree loses a chunk that it did not have");
        }
        holding.references--;
        long slot = table.find(piece.id().a(), piece.id().b());
        if (slot >= 0 && table.container(slot) == holding.ordinal && table.count(slot) > 0) {
            int count = table.count(slot) - 1;
            table.count(slot, count);
            if (count == 0 && holding.own) {
                holding.unused++;
            } else if (count == 0) {
                table.remove(slot);
                holding.entries--;
            }
        }
        containers.settle(holding);
    }

    private void insert(Piece piece, Containers.Holding holding, int count) {
        long slot = table.insert(piece.id().a(), piece.id().b());
        table.place(slot, holding.ordinal, piece.offset(), piece.length());
        table.count(slot, count);
        holding.entries++;
        if (count == 0) {
            holding.unused++;
        }
    }

    private void sweep() {
        for (long slot = 0; slot < table.capacity(); ) {
            boolean gone =
                    table.length(slot) != 0 && table.count(slot) == 0 && !containers.at(table.container(slot)).own;
            if (gone) {
                Containers.Holding holding = containers.at(table.container(slot));
                holding.entries--;
                holding.unused--;
                table.remove(slot);
            } else {
                slot++;
            }
        }
    }

    /**
     * Whether a commit may still refer to it: its container is of the parent's tree, or own and not named yet. What was found
     * or stored long ago may have lost that since.
     */
    public synchronized boolean mayRefer(Piece piece) {
        Containers.Holding holding = containers.find(piece.container());
        return holding != null && (holding.own || holding.references > 0);
    }

    public synchronized boolean isOwn(ContainerName container) {
        Containers.Holding holding = containers.find(container);
        return holding != null && holding.own;
    }

    /** Numbers of own packs that are stored and that no commit named. */
    public synchronized SortedSet<Long> unnamedPacks() {
        SortedSet<Long> numbers = new TreeSet<>();
        for (Containers.Holding holding : containers.all()) {
            if (holding.own && holding.name.kind() == Kind.PACK) {
                numbers.add(holding.name.number());
            }
        }
        return numbers;
    }

    public synchronized long size() {
        return table.size();
    }

    /** Off the heap. */
    public synchronized long memoryBytes() {
        return table.capacity() * SlotTable.ENTRY;
    }

    /** For a tree that is read in: as {@link #commit} with nothing lost and nothing named. */
    public void gainAll(List<Piece> pieces) {
        pieces.forEach(this::gain);
    }

    @Override
    public synchronized void close() {
        table.close();
    }
}
