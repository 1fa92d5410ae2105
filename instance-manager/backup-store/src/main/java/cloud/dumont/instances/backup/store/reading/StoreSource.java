package cloud.dumont.instances.backup.store.reading;

import cloud.dumont.instances.backup.store.bucket.BackupStore;
import cloud.dumont.instances.backup.store.bucket.ObjectEnd;
import cloud.dumont.restore.source.MissingObject;
import cloud.dumont.restore.source.ObjectSource;
import cloud.dumont.restore.source.ObjectTooLarge;
import cloud.dumont.restore.source.StoreException;
import cloud.dumont.restore.source.StoreRefused;
import cloud.dumont.restore.source.StoreUnreachable;
import cloud.dumont.restore.source.StoredObject;
import cloud.dumont.restore.source.Tail;
import java.util.List;
import java.util.function.Supplier;

/** The reader's way into the platform's store. The store repeats what may be repeated. */
public final class StoreSource implements ObjectSource {
    private static final int PAGE = 1000;
    private final BackupStore store;

    public StoreSource(BackupStore store) {
        this.store = store;
    }

    @Override
    public byte[] read(String name, int limit) throws StoreException {
        byte[] bytes = ask(name, () -> store.get(name, 0, limit == Integer.MAX_VALUE ? limit : limit + 1));
        if (bytes.length > limit) {
            throw new ObjectTooLarge(name, limit);
        }
        return bytes;
    }

    @Override
    public byte[] readRange(String name, long offset, int length) throws StoreException {
        if (length == 0) {
            size(name);
            return new byte[0];
        }
        return ask(name, () -> store.get(name, offset, length));
    }

    @Override
    public Tail readTail(String name, int length) throws StoreException {
        if (length == 0) {
            return new Tail(new byte[0], size(name));
        }
        ObjectEnd end = ask(name, () -> store.end(name, length));
        return new Tail(end.bytes(), end.size());
    }

    @Override
    public long size(String name) throws StoreException {
        return ask(name, () -> store.head(name))
                .orElseThrow(() -> new MissingObject(name))
                .size();
    }

    @Override
    public List<StoredObject> list(String prefix, String after, int limit) throws StoreException {
        return ask(prefix, () -> store.list(prefix, after, Math.min(limit, PAGE))).objects().stream()
                .map(object -> new StoredObject(object.key(), object.size()))
                .toList();
    }

    private static <T> T ask(String name, Supplier<T> call) throws StoreException {
        try {
            return call.get();
        } catch (cloud.dumont.instances.backup.store.bucket.StoreException failed) {
            throw meaning(name, failed);
        }
    }

    private static StoreException meaning(
            String name, cloud.dumont.instances.backup.store.bucket.StoreException failed) {
        return switch (failed) {
            case cloud.dumont.instances.backup.store.bucket.StoreException.Absent absent -> new MissingObject(name);
            case cloud.dumont.instances.backup.store.bucket.StoreException.Busy busy ->
                new StoreUnreachable(String.valueOf(busy.getMessage()), busy);
            case cloud.dumont.instances.backup.store.bucket.StoreException.Refused refused ->
                new StoreRefused(String.valueOf(refused.getMessage()), refused);
            case cloud.dumont.instances.backup.store.bucket.StoreException.Locked locked ->
                new StoreRefused(String.valueOf(locked.getMessage()), locked);
        };
    }
}
