package cloud.dumont.restore.content;

import cloud.dumont.restore.record.Content;
import cloud.dumont.restore.record.Entry;
import cloud.dumont.restore.record.Part;
import cloud.dumont.restore.record.Piece;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Hands entries on in the order they came, each with its chunks, while the chunks of those that follow are fetched. Small
 * files share requests that way.
 */
public final class ContentPipeline {
    private static final long BATCH_BYTES = 32L * 1024 * 1024;
    private static final int BATCH_ENTRIES = 4096;

    private final Chunks chunks;
    private final boolean newest;
    private final Sink sink;
    private @Nullable Batch gathering;
    private @Nullable Batch fetching;

    /** @param newest whether a file's newest content is wanted even where it may mix two moments */
    public ContentPipeline(Chunks chunks, boolean newest, Sink sink) {
        this.chunks = chunks;
        this.newest = newest;
        this.sink = sink;
    }

    /** Where entries go. */
    @FunctionalInterface
    public interface Sink {
        /** @param feed gives the chunks of the file's content in order, one for each piece; others have none */
        void entry(Entry entry, Feed feed) throws IOException;
    }

    /** The chunks of one file. */
    public static final class Feed {
        private final @Nullable Readahead chunks;
        private int left;

        private Feed(@Nullable Readahead chunks, int left) {
            this.chunks = chunks;
            this.left = left;
        }

        public Fetched next() throws IOException {
            if (chunks == null || left == 0) {
                throw new IllegalStateException("the file has no more pieces");
            }
            left--;
            return chunks.next();
        }

        private void skipRest() throws IOException {
            while (left > 0) {
                next();
            }
        }
    }

    private record Item(Entry entry, int pieces) {}

    private static final class Batch {
        private final List<Item> items = new ArrayList<>();
        private final List<Piece> pieces = new ArrayList<>();
        private long bytes;
        private @Nullable Readahead chunks;
    }

    /** @param withContent false for a file whose bytes are not needed */
    public void add(Entry entry, boolean withContent) throws IOException {
        Batch batch = gathering == null ? new Batch() : gathering;
        gathering = batch;
        int before = batch.pieces.size();
        if (withContent && entry instanceof Entry.File file) {
            Content content = file.content(newest);
            for (Part part : content.parts()) {
                if (part instanceof Piece piece) {
                    batch.pieces.add(piece);
                    batch.bytes += piece.size();
                }
            }
        }
        batch.items.add(new Item(entry, batch.pieces.size() - before));
        if (batch.bytes >= BATCH_BYTES || batch.items.size() >= BATCH_ENTRIES) {
            turn();
        }
    }

    /** Hands on all that came. */
    public void finish() throws IOException {
        turn();
        turn();
    }

    private void turn() throws IOException {
        Batch ready = fetching;
        fetching = gathering;
        gathering = null;
        if (fetching != null) {
            fetching.chunks = chunks.readahead(fetching.pieces.iterator());
        }
        if (ready != null) {
            drain(ready);
        }
    }

    private void drain(Batch batch) throws IOException {
        try (Readahead readahead = batch.chunks) {
            for (Item item : batch.items) {
                Feed feed = new Feed(readahead, item.pieces());
                sink.entry(item.entry(), feed);
                feed.skipRest();
            }
        }
    }
}
