package cloud.dumont.restore.tree;

import cloud.dumont.restore.record.EncodedEntry;
import cloud.dumont.restore.record.Entry;
import cloud.dumont.restore.record.RawPath;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The entries of a tree in order: its pages with the later changes. Not for several threads at once. */
public final class EntryStream implements AutoCloseable {
    private final PageCursor base;
    private final Overlay overlay;
    private Iterator<Map.Entry<RawPath, EncodedEntry>> changes;
    private Map.@Nullable Entry<RawPath, EncodedEntry> change;

    EntryStream(PageCursor base, Overlay overlay) {
        this.base = base;
        this.overlay = overlay;
        this.changes = overlay.from(RawPath.ROOT);
        nextChange();
    }

    /** The next entry; null at the end. */
    public @Nullable Entry next() throws IOException {
        Entry kept = base.peek();
        while (kept != null && overlay.hides(kept.path())) {
            base.advance();
            kept = base.peek();
        }
        if (change != null && (kept == null || change.getKey().compareTo(kept.path()) < 0)) {
            Entry changed = change.getValue().decode();
            nextChange();
            return changed;
        }
        base.advance();
        return kept;
    }

    /** The next entry will be the first whose path is not before this one. */
    void seek(RawPath target) throws IOException {
        base.seek(target);
        changes = overlay.from(target);
        nextChange();
    }

    /** The pages that could not be read so far. */
    public List<LostPage> lost() {
        return List.copyOf(base.lost());
    }

    private void nextChange() {
        change = changes.hasNext() ? changes.next() : null;
    }

    @Override
    public void close() {
        base.close();
    }
}
