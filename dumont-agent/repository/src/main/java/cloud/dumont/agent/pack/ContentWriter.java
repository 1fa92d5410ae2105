package cloud.dumont.agent.pack;

import cloud.dumont.agent.chunk.ChunkHasher;
import cloud.dumont.agent.chunk.Chunker;
import cloud.dumont.agent.chunk.GearTable;
import cloud.dumont.agent.container.Format;
import cloud.dumont.agent.container.WorkspaceKey;
import cloud.dumont.agent.store.StoreException;
import cloud.dumont.agent.tree.Content;
import cloud.dumont.agent.tree.Part;
import java.util.ArrayList;
import java.util.List;

/**
 * Cuts one file after the other into chunks and has them stored. The caller reads straight into its window:
 *
 * <pre>{@code
 * writer.begin(target, expectedSize);
 * while ((n = read(writer.window(), writer.position(), writer.room())) > 0) {
 *     writer.filled(n);
 * }
 * Content content = writer.finish();
 * }</pre>
 *
 * <p>Not thread-safe; holds a window of a few mebibytes.
 */
public final class ContentWriter {
    /** From this size on a file's list of chunks would not fit into a page: it is cut into the longest chunks that may be. */
    static final long HUGE = 64L << 30;

    private static final int WINDOW = Chunker.MAX + (1 << 20);
    private final ChunkHasher hasher;
    private final GearTable gear;
    private byte[] window = new byte[1 << 20];
    private Chunker chunker;
    private ChunkTarget target;
    private final List<Part> parts = new ArrayList<>();
    private boolean huge;
    private long size;
    private int begin;
    private int end;

    public ContentWriter(WorkspaceKey key, ChunkTarget target) {
        this.hasher = new ChunkHasher(key.chunkIdKey());
        this.gear = GearTable.of(key.chunkerKey());
        this.chunker = new Chunker(gear);
        this.target = target;
    }

    /** @param expectedSize a hint */
    public void begin(ChunkTarget to, long expectedSize) {
        target = to;
        parts.clear();
        size = 0;
        begin = 0;
        end = 0;
        huge = expectedSize >= HUGE;
        chunker = new Chunker(gear);
        int need = huge ? Format.CHUNK : expectedSize >= window.length ? WINDOW : window.length;
        if (need > window.length) {
            window = new byte[need];
        }
    }

    public byte[] window() {
        return window;
    }

    public int position() {
        return end;
    }

    /** How much may be read into the window; never 0 between two calls. */
    public int room() {
        return window.length - end;
    }

    public void filled(int length) throws StoreException, InterruptedException {
        end += length;
        size += length;
        cut(false);
        if (end == window.length) {
            makeRoom();
        }
    }

    private void makeRoom() {
        if (begin == 0 && window.length < WINDOW) {
            byte[] larger = new byte[WINDOW];
            System.arraycopy(window, 0, larger, 0, end);
            window = larger;
            return;
        }
        System.arraycopy(window, begin, window, 0, end - begin);
        end -= begin;
        begin = 0;
    }

    /** Zeros that take no room; they end a chunk. */
    public void hole(long length) throws StoreException, InterruptedException {
        if (length == 0) {
            return;
        }
        cut(true);
        size += length;
        parts.add(new Part.Hole(length));
    }

    public Content finish() throws StoreException, InterruptedException {
        cut(true);
        return new Content(size, parts);
    }

    /** Read so far, holes included. */
    public long size() {
        return size;
    }

    private void cut(boolean last) throws StoreException, InterruptedException {
        while (begin < end) {
            int length = huge ? fixed(last) : chunker.next(window, begin, end - begin, last);
            if (length == 0) {
                break;
            }
            parts.add(target.store(hasher.id(window, begin, length), window, begin, length));
            begin += length;
        }
        if (begin == end) {
            begin = 0;
            end = 0;
        }
    }

    private int fixed(boolean last) {
        int there = end - begin;
        return there >= Format.CHUNK ? Format.CHUNK : last ? there : 0;
    }
}
