package cloud.dumont.restore.tree;

import cloud.dumont.restore.container.DamagedException;
import cloud.dumont.restore.container.Fault;
import cloud.dumont.restore.content.Fetched;
import cloud.dumont.restore.record.Entry;
import cloud.dumont.restore.record.EntryReader;
import cloud.dumont.restore.record.MalformedRecord;
import cloud.dumont.restore.record.Piece;
import cloud.dumont.restore.record.RawPath;
import cloud.dumont.restore.record.RecordReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Goes through the entries of a tree's pages in order, and leaps. */
final class PageCursor implements AutoCloseable {
    private final List<Piece> pieces;
    private final Pages pages;
    private final @Nullable RawPath[] firstPaths;
    private final List<LostPage> lost = new ArrayList<>();
    private int page;
    private @Nullable RecordReader entries;
    private @Nullable Entry current;
    private RawPath lastPath = RawPath.ROOT;
    private boolean ordered;

    PageCursor(List<Piece> pieces, Pages pages) {
        this.pieces = pieces;
        this.pages = pages;
        this.firstPaths = new RawPath[pieces.size()];
    }

    List<LostPage> lost() {
        return lost;
    }

    /** The entry at which the cursor stands; null at the end. */
    @Nullable
    Entry peek() throws IOException {
        while (current == null) {
            if (entries == null || entries.atEnd()) {
                if (page >= pieces.size()) {
                    return null;
                }
                openNext();
            } else {
                current = read(entries, page - 1);
                checkOrder(current.path());
            }
        }
        return current;
    }

    void advance() {
        current = null;
    }

    /** Goes to the first entry whose path is not before this one. */
    void seek(RawPath target) throws IOException {
        boolean near = current != null && current.path().compareTo(target) <= 0;
        if (!near || !reachesInPage(target)) {
            page = pageOf(target);
            entries = null;
            current = null;
            ordered = false;
        }
        for (Entry entry = peek(); entry != null && entry.path().compareTo(target) < 0; entry = peek()) {
            advance();
        }
    }

    private boolean reachesInPage(RawPath target) throws IOException {
        while (true) {
            if (current != null && current.path().compareTo(target) >= 0) {
                return true;
            }
            if (entries == null || entries.atEnd()) {
                return false;
            }
            current = null;
            peek();
        }
    }

    private void openNext() throws IOException {
        switch (pages.get(page)) {
            case Fetched.Bytes bytes -> entries = new RecordReader(bytes.chunk(), 0, bytes.chunk().length);
            case Fetched.Lost gone -> {
                entries = null;
                noteLost(new LostPage(page, lastPath, gone.damage()));
            }
        }
        page++;
    }

    private void noteLost(LostPage gone) {
        if (lost.stream().noneMatch(known -> known.number() == gone.number())) {
            lost.add(gone);
        }
    }

    private Entry read(RecordReader in, int number) throws DamagedException {
        try {
            return EntryReader.read(in);
        } catch (MalformedRecord e) {
            throw wrong(number, "holds no entries: " + e.getMessage());
        }
    }

    private void checkOrder(RawPath path) throws DamagedException {
        if (ordered && lastPath.compareTo(path) >= 0) {
            throw wrong(page - 1, "is not in order");
        }
        ordered = true;
        lastPath = path;
    }

    private DamagedException wrong(int number, String what) {
        return new DamagedException(
                pieces.get(number).container().name(), Fault.TREE, "page " + number + " of the tree " + what);
    }

    /** The last page that begins no later than the path. Pages that cannot be read are passed over. */
    private int pageOf(RawPath target) throws IOException {
        int low = 0;
        int high = pieces.size() - 1;
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            int probe = middle;
            while (probe > low && firstPath(probe) == null) {
                probe--;
            }
            if (probe == low) {
                probe = middle + 1;
                while (probe <= high && firstPath(probe) == null) {
                    probe++;
                }
            }
            if (probe > high) {
                return low;
            }
            RawPath first = firstPath(probe);
            if (first != null && first.compareTo(target) <= 0) {
                low = probe;
            } else {
                high = Math.min(probe - 1, high);
                high = probe > middle ? low : high;
            }
        }
        return low;
    }

    private @Nullable RawPath firstPath(int number) throws IOException {
        RawPath known = firstPaths[number];
        if (known == null && pages.get(number) instanceof Fetched.Bytes bytes) {
            known = read(new RecordReader(bytes.chunk(), 0, bytes.chunk().length), number)
                    .path();
            firstPaths[number] = known;
        }
        return known;
    }

    @Override
    public void close() {
        pages.close();
    }
}
