package cloud.dumont.restore.content;

import cloud.dumont.restore.container.ContainerId;
import cloud.dumont.restore.container.Containers;
import cloud.dumont.restore.container.DamagedException;
import cloud.dumont.restore.container.Layout;
import cloud.dumont.restore.record.Piece;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;

/**
 * Chunks in the order asked for, while those that follow are fetched by other threads. Two windows are in memory at any
 * time: the one that is being handed out and the next. Not for several threads at once.
 */
public final class Readahead implements AutoCloseable {
    private static final int MOST_CHUNKS = 2048;

    private final Iterator<Piece> wanted;
    private final Containers containers;
    private final ExecutorService threads;
    private final ChunkHash hash;
    private final long windowBytes;
    private final ArrayDeque<Planned> planned = new ArrayDeque<>();
    private Window current = new Window();
    private Window following;

    Readahead(Iterator<Piece> wanted, Containers containers, ExecutorService threads, ChunkHash hash, long windowBytes)
            throws IOException {
        this.wanted = wanted;
        this.containers = containers;
        this.threads = threads;
        this.hash = hash;
        this.windowBytes = windowBytes;
        this.following = fill();
    }

    public boolean hasNext() {
        return current.hasNext() || following.hasNext();
    }

    /** Damage is an answer and the rest goes on; an exception means that the store cannot be asked. */
    public Fetched next() throws IOException {
        if (!current.hasNext()) {
            current = following;
            following = fill();
        }
        return current.next(hash);
    }

    private Window fill() throws IOException {
        Window window = new Window();
        int taken = 0;
        while (taken++ < MOST_CHUNKS) {
            if (planned.isEmpty()) {
                plan();
            }
            Planned chunk = planned.peek();
            if (chunk == null || !window.offer(chunk, windowBytes)) {
                break;
            }
            planned.remove();
        }
        window.fetch(containers, threads);
        return window;
    }

    private void plan() throws IOException {
        ArrayDeque<Piece> pieces = new ArrayDeque<>();
        long bytes = 0;
        while (wanted.hasNext() && bytes < windowBytes && pieces.size() < MOST_CHUNKS) {
            Piece piece = wanted.next();
            bytes += piece.size();
            pieces.add(piece);
        }
        Map<ContainerId, Future<Layout>> layouts = new HashMap<>();
        for (Piece piece : pieces) {
            layouts.computeIfAbsent(piece.container(), id -> threads.submit(() -> containers.layout(id)));
        }
        for (Piece piece : pieces) {
            planned.add(plan(piece, layouts));
        }
    }

    private static Planned plan(Piece piece, Map<ContainerId, Future<Layout>> layouts) throws IOException {
        try {
            return Planned.of(piece, Await.result(layouts.get(piece.container())));
        } catch (DamagedException e) {
            return new Planned.Hopeless(e.damage());
        }
    }

    @Override
    public void close() {
        current.cancel();
        following.cancel();
    }
}
