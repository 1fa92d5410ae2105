package cloud.dumont.instances.backup.store.reading;

import cloud.dumont.restore.record.Entry;
import java.util.ArrayList;
import java.util.List;

/** Counts what bringing back an older version would replace in a newer one. */
final class PreviewCount implements Differences.Told {
    static final int FIRST = 50;
    private final List<String> first = new ArrayList<>();
    private long overwrites;

    @Override
    public void onlyOlder(Entry entry) {
        // it comes back; nothing is replaced
    }

    @Override
    public void onlyNewer(Entry entry) {
        // what the version does not know stays
    }

    @Override
    public void changed(Entry older, Entry newer) {
        if (newer instanceof Entry.Directory && older instanceof Entry.Directory) {
            return;
        }
        overwrites++;
        if (first.size() < FIRST) {
            first.add(PathText.of(older.path()));
        }
    }

    @Override
    public boolean isEnough() {
        return false;
    }

    long overwrites() {
        return overwrites;
    }

    List<String> first() {
        return List.copyOf(first);
    }
}
