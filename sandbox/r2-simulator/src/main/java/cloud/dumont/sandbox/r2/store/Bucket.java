package cloud.dumont.sandbox.r2.store;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** The objects of a bucket in key order, with its settings. Read freely; changed only by the store. */
public final class Bucket {
    private final String name;
    private final Instant created;
    private final ConcurrentNavigableMap<String, StoredObject> objects = new ConcurrentSkipListMap<>(KeyOrder.INSTANCE);
    private final AtomicLong bytes = new AtomicLong();
    private volatile List<LockRule> locks = List.of();
    private volatile @Nullable String lifecycle;
    private volatile @Nullable String cors;

    Bucket(String name, Instant created) {
        this.name = name;
        this.created = created;
    }

    public String name() {
        return name;
    }

    public Instant created() {
        return created;
    }

    public ConcurrentNavigableMap<String, StoredObject> objects() {
        return objects;
    }

    public @Nullable StoredObject find(String key) {
        return objects.get(key);
    }

    /** Size of all objects; parts of unfinished uploads are not in it. */
    public long bytes() {
        return bytes.get();
    }

    public List<LockRule> locks() {
        return locks;
    }

    /** The lifecycle document as it was put. */
    public @Nullable String lifecycle() {
        return lifecycle;
    }

    public @Nullable String cors() {
        return cors;
    }

    boolean locked(StoredObject object, Instant now) {
        return locks.stream().anyMatch(rule -> rule.holds(object, now));
    }

    void put(StoredObject object) {
        StoredObject old = objects.put(object.key(), object);
        bytes.addAndGet(object.size() - (old == null ? 0 : old.size()));
    }

    void remove(String key) {
        StoredObject old = objects.remove(key);
        if (old != null) {
            bytes.addAndGet(-old.size());
        }
    }

    void set(List<LockRule> rules) {
        locks = List.copyOf(rules);
    }

    void setLifecycle(@Nullable String document) {
        lifecycle = document;
    }

    void setCors(@Nullable String document) {
        cors = document;
    }
}
