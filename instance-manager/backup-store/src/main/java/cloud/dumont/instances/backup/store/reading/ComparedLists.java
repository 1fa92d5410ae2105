package cloud.dumont.instances.backup.store.reading;

import cloud.dumont.restore.record.Entry;
import java.util.ArrayList;
import java.util.List;

/** Collects differences up to a limit for each kind. */
final class ComparedLists implements Differences.Told {
    private final int limit;
    private final List<FileEntry> added = new ArrayList<>();
    private final List<FileEntry> changed = new ArrayList<>();
    private final List<FileEntry> removed = new ArrayList<>();
    private boolean more;

    ComparedLists(int limit) {
        this.limit = limit;
    }

    @Override
    public void onlyOlder(Entry entry) {
        add(removed, entry);
    }

    @Override
    public void onlyNewer(Entry entry) {
        add(added, entry);
    }

    @Override
    public void changed(Entry older, Entry newer) {
        add(changed, newer);
    }

    @Override
    public boolean isEnough() {
        return added.size() == limit && changed.size() == limit && removed.size() == limit;
    }

    private void add(List<FileEntry> list, Entry entry) {
        if (list.size() < limit) {
            list.add(FileEntry.of(entry, FolderSizes.NONE));
        } else {
            more = true;
        }
    }

    Comparison comparison() {
        return new Comparison(List.copyOf(added), List.copyOf(changed), List.copyOf(removed), more || isEnough());
    }
}
