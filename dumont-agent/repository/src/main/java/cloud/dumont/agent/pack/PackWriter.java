package cloud.dumont.agent.pack;

import cloud.dumont.agent.chunk.ChunkId;
import cloud.dumont.agent.container.ChunkSlot;
import cloud.dumont.agent.container.ContainerWriter;
import cloud.dumont.agent.store.StoreException;
import cloud.dumont.agent.tree.Piece;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * Stores chunks in packs, unless they are stored already. One per lane, used by one thread; what several lanes store at the same
 * moment may be stored twice. Chunks of large files go to one of several open packs by chance, so that the order of a file's
 * chunks does not show.
 */
public final class PackWriter implements ChunkTarget, AutoCloseable {
    private final PackShop shop;
    private final PackLimits limits;
    private final @Nullable Open[] open;
    private final Map<ChunkId, Piece> unstored = new HashMap<>();
    private final Uploads.Owner owner = this::onStored;
    private int waiting;

    private static final class Open {
        final ContainerWriter writer;
        final List<Piece> chunks = new ArrayList<>();

        Open(ContainerWriter writer) {
            this.writer = writer;
        }
    }

    PackWriter(PackShop shop, PackLimits limits) {
        this.shop = shop;
        this.limits = limits;
        this.open = new Open[limits.openPacks()];
    }

    /** Where that chunk lies; it is copied if it has to be stored. It counts as stored after {@link #settle()}. */
    @Override
    public Piece store(ChunkId id, byte[] from, int offset, int length) throws StoreException, InterruptedException {
        Piece known = shop.index().find(id);
        if (known != null) {
            return known;
        }
        synchronized (this) {
            Piece mine = unstored.get(id);
            if (mine != null) {
                return mine;
            }
        }
        int lane = length >= limits.mixedFrom() ? ThreadLocalRandom.current().nextInt(open.length) : 0;
        Open pack = open[lane];
        if (pack != null && isFull(pack, length)) {
            seal(lane);
            pack = null;
        }
        if (pack == null) {
            pack = new Open(shop.begin());
            open[lane] = pack;
        }
        ChunkSlot slot = pack.writer.chunk(id, from, offset, length);
        Piece piece = new Piece(pack.writer.name(), slot.offset(), length, id);
        pack.chunks.add(piece);
        synchronized (this) {
            unstored.put(id, piece);
        }
        return piece;
    }

    private boolean isFull(Open pack, int length) {
        ContainerWriter writer = pack.writer;
        return writer.storedAtMost() + length > limits.storedBytes()
                || writer.plainSize() + length > limits.plainBytes()
                || writer.chunkCount() >= limits.chunks();
    }

    private void seal(int lane) throws StoreException, InterruptedException {
        Open pack = open[lane];
        open[lane] = null;
        pack.writer.finish();
        shop.numbers().sealed(pack.writer.name().number(), pack.writer.body().size());
        synchronized (this) {
            waiting++;
        }
        boolean submitted = false;
        try {
            shop.uploads().submit(new SealedPack(pack.writer.name(), pack.writer.body(), pack.chunks), owner);
            submitted = true;
        } finally {
            if (!submitted) {
                pack.writer.body().close();
            }
        }
    }

    private synchronized void onStored(SealedPack pack) {
        waiting--;
        pack.chunks().forEach(piece -> unstored.remove(piece.id(), piece));
    }

    /** Hands over what is begun and goes on. */
    public void flush() throws StoreException, InterruptedException {
        for (int lane = 0; lane < open.length; lane++) {
            if (open[lane] != null) {
                seal(lane);
            }
        }
    }

    /** Waits until all that was handed in is stored. */
    public void settle() throws StoreException, InterruptedException {
        flush();
        shop.uploads().await(this::isSettled);
    }

    private synchronized boolean isSettled() {
        return waiting == 0;
    }

    /** Whether a commit must not refer to it yet. */
    public synchronized boolean isUnstored(Piece piece) {
        return piece.equals(unstored.get(piece.id()));
    }

    /** Gives up what is begun and not handed over. */
    @Override
    public void close() {
        for (int lane = 0; lane < open.length; lane++) {
            if (open[lane] != null) {
                open[lane].writer.body().close();
                open[lane] = null;
            }
        }
    }
}
