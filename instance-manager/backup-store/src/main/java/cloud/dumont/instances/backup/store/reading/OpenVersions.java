package cloud.dumont.instances.backup.store.reading;

import cloud.dumont.agent.protocol.backup.CommitRef;
import cloud.dumont.restore.Workspace;
import cloud.dumont.restore.source.ObjectSource;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The versions that were read last stay open, within limits; one in use is closed when its last reader is done. */
final class OpenVersions implements AutoCloseable {
    private final ObjectSource source;
    private final ReadingLimits limits;
    private final Map<Key, Held> held = new LinkedHashMap<>(16, 0.75f, true);

    OpenVersions(ObjectSource source, ReadingLimits limits) {
        this.source = source;
        this.limits = limits;
    }

    private record Key(String root, CommitRef commit) {}

    private static final class Held {
        private final OpenVersion version;
        private int readers;
        private boolean dropped;

        Held(OpenVersion version) {
            this.version = version;
        }
    }

    /** What somebody does with a version. */
    @FunctionalInterface
    interface Reading<T> {
        T read(OpenVersion version) throws IOException;
    }

    <T> T read(WorkspaceAccess access, CommitRef commit, Reading<T> reading) {
        try {
            Held version = acquire(access, commit);
            try {
                return reading.read(version.version);
            } finally {
                release(version);
            }
        } catch (IOException failed) {
            throw ReadingFailed.of(failed);
        }
    }

    private Held acquire(WorkspaceAccess access, CommitRef commit) throws IOException {
        Key key = new Key(access.root(), commit);
        synchronized (held) {
            Held known = held.get(key);
            if (known != null) {
                known.readers++;
                return known;
            }
        }
        Held loaded = new Held(load(access, commit));
        loaded.readers = 1;
        List<Held> closing = new ArrayList<>();
        synchronized (held) {
            Held before = held.put(key, loaded);
            if (before != null) {
                drop(before, closing);
            }
            makeRoom(closing);
        }
        closing.forEach(each -> each.version.workspace().close());
        return loaded;
    }

    private OpenVersion load(WorkspaceAccess access, CommitRef commit) throws IOException {
        Workspace workspace = access.open(source, limits);
        try {
            return OpenVersion.load(
                    workspace,
                    cloud.dumont.restore.history.CommitRef.of(commit.epoch(), commit.seq(), commit.sha256()));
        } catch (IOException | RuntimeException failed) {
            workspace.close();
            throw failed;
        }
    }

    private void makeRoom(List<Held> closing) {
        long weight =
                held.values().stream().mapToLong(each -> each.version.weight()).sum();
        Iterator<Held> oldest = held.values().iterator();
        while (oldest.hasNext() && (held.size() > limits.versions() || weight > limits.changeBytes())) {
            Held victim = oldest.next();
            weight -= victim.version.weight();
            oldest.remove();
            drop(victim, closing);
        }
    }

    private static void drop(Held victim, List<Held> closing) {
        victim.dropped = true;
        if (victim.readers == 0) {
            closing.add(victim);
        }
    }

    private void release(Held version) {
        boolean last;
        synchronized (held) {
            version.readers--;
            last = version.dropped && version.readers == 0;
        }
        if (last) {
            version.version.workspace().close();
        }
    }

    /** Forgets what is open of a workspace, for instance because its key is destroyed. */
    void forget(String root) {
        List<Held> closing = new ArrayList<>();
        synchronized (held) {
            held.entrySet().removeIf(entry -> {
                boolean gone = entry.getKey().root().equals(root);
                if (gone) {
                    drop(entry.getValue(), closing);
                }
                return gone;
            });
        }
        closing.forEach(each -> each.version.workspace().close());
    }

    int open() {
        synchronized (held) {
            return held.size();
        }
    }

    @Override
    public void close() {
        List<Held> closing = new ArrayList<>();
        synchronized (held) {
            held.values().forEach(each -> drop(each, closing));
            held.clear();
        }
        closing.forEach(each -> each.version.workspace().close());
    }
}
