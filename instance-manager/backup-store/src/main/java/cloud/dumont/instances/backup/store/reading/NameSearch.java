package cloud.dumont.instances.backup.store.reading;

import cloud.dumont.restore.record.Entry;
import cloud.dumont.restore.record.RawPath;
import cloud.dumont.restore.tree.Tree;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Finds names. */
final class NameSearch {
    private NameSearch() {}

    static SearchHits run(Tree tree, RawPath below, String text, int limit) throws IOException {
        String wanted = text.toLowerCase(Locale.ROOT);
        List<FileEntry> hits = new ArrayList<>();
        try (EntryPull entries = new EntryPull(tree, below)) {
            for (Entry entry = entries.next(); entry != null; entry = entries.next()) {
                String name = PathText.of(entry.path().name()).toLowerCase(Locale.ROOT);
                if (name.contains(wanted) && !entry.path().isRoot()) {
                    if (hits.size() == limit) {
                        return new SearchHits(List.copyOf(hits), true);
                    }
                    hits.add(FileEntry.of(entry, FolderSizes.NONE));
                }
            }
        }
        return new SearchHits(List.copyOf(hits), false);
    }
}
