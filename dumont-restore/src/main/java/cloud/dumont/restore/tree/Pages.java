package cloud.dumont.restore.tree;

import cloud.dumont.restore.content.Chunks;
import cloud.dumont.restore.content.Fetched;
import cloud.dumont.restore.content.Readahead;
import cloud.dumont.restore.record.Piece;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The pages of one tree, read one by one, or ahead as soon as somebody reads them in order. */
final class Pages implements AutoCloseable {
    private static final int REMEMBERED = 6;
    private static final int READ_IN_A_ROW = 2;

    private final List<Piece> pieces;
    private final Chunks chunks;
    private final Map<Integer, Fetched> recent = new LinkedHashMap<>(16, 0.75f, true);
    private @Nullable Readahead ahead;
    private int aheadAt = -1;
    private int last = -2;
    private int inARow;

    Pages(List<Piece> pieces, Chunks chunks) {
        this.pieces = pieces;
        this.chunks = chunks;
    }

    int count() {
        return pieces.size();
    }

    Fetched get(int page) throws IOException {
        Fetched known = recent.get(page);
        if (known != null) {
            note(page);
            return known;
        }
        note(page);
        Fetched fetched = inARow >= READ_IN_A_ROW ? inOrder(page) : single(page);
        recent.put(page, fetched);
        if (recent.size() > REMEMBERED) {
            recent.remove(recent.keySet().iterator().next());
        }
        return fetched;
    }

    private void note(int page) {
        if (page != last) {
            inARow = page == last + 1 ? inARow + 1 : 0;
            last = page;
        }
    }

    private Fetched inOrder(int page) throws IOException {
        if (ahead == null || aheadAt != page) {
            close();
            ahead = chunks.readahead(pieces.subList(page, pieces.size()).iterator());
        }
        aheadAt = page + 1;
        return ahead.next();
    }

    private Fetched single(int page) throws IOException {
        try (Readahead one = chunks.readahead(List.of(pieces.get(page)).iterator())) {
            return one.next();
        }
    }

    @Override
    public void close() {
        if (ahead != null) {
            ahead.close();
            ahead = null;
        }
    }
}
