package cloud.dumont.sandbox.r2.store;

import cloud.dumont.sandbox.r2.refusal.S3Refusal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Buckets and objects on disk. Changes of one key happen one after the other, so a condition and the write that depends
 * on it are one step. What a method has done when it returns survives the death of the process. Uploads are in
 * {@link Uploads}.
 */
public final class Store implements AutoCloseable {
    private static final int STRIPES = 512;
    private static final long COMPACT_ABOVE = 20_000;

    private final Catalog catalog = new Catalog();
    private final Blobs blobs;
    private final Journal journal;
    private final WritePace pace;
    private final ReentrantLock[] stripes = new ReentrantLock[STRIPES];
    /** Shared by changes of keys; alone by changes of buckets and by compaction. */
    private final ReentrantReadWriteLock world = new ReentrantReadWriteLock();

    private final Uploads uploads = new Uploads(this);

    private Store(Path folder, Duration sameKeyInterval, boolean fsync) throws IOException {
        Files.createDirectories(folder);
        this.blobs = new Blobs(folder.resolve("data"), fsync);
        this.pace = new WritePace(sameKeyInterval);
        for (int i = 0; i < STRIPES; i++) {
            stripes[i] = new ReentrantLock();
        }
        this.journal = Journal.open(folder.resolve("journal.jsonl"), fsync, catalog::apply);
        Set<String> live = new HashSet<>();
        catalog.everySegment(segment -> live.add(segment.file()));
        blobs.sweep(live);
    }

    /**
     * @param sameKeyInterval how far apart two writes of one key must be
     * @param fsync whether what is acknowledged survives the machine and not only the process
     */
    public static Store open(Path folder, Duration sameKeyInterval, boolean fsync) throws IOException {
        return new Store(folder, sameKeyInterval, fsync);
    }

    public Collection<Bucket> buckets() {
        return catalog.buckets().values();
    }

    public Bucket bucket(String name) {
        Bucket bucket = catalog.bucket(name);
        if (bucket == null) {
            throw S3Refusal.noSuchBucket();
        }
        return bucket;
    }

    public Uploads uploads() {
        return uploads;
    }

    public BlobWriter newBlob() throws IOException {
        return blobs.create();
    }

    /**
     * @return false when it was there already
     */
    public boolean createBucket(String name, Instant now) {
        return alone(() -> {
            if (catalog.bucket(name) != null) {
                return false;
            }
            commit(new Entry.Created(name, now));
            return true;
        });
    }

    public void dropBucket(String name) {
        List<Segment> parts = alone(() -> {
            if (!bucket(name).objects().isEmpty()) {
                throw S3Refusal.of(409, "BucketNotEmpty", "The bucket you tried to delete is not empty.");
            }
            List<Segment> orphans = catalog.uploads().values().stream()
                    .filter(open -> open.upload().bucket().equals(name))
                    .flatMap(open -> open.parts().values().stream().map(Part::segment))
                    .toList();
            commit(new Entry.Dropped(name));
            return orphans;
        });
        blobs.retire(parts);
    }

    public void lock(String bucket, List<LockRule> rules) {
        alone(() -> {
            bucket(bucket);
            commit(new Entry.Locked(bucket, rules));
            return rules;
        });
    }

    public void setLifecycle(String bucket, @Nullable String document) {
        alone(() -> {
            bucket(bucket);
            commit(new Entry.Lifecycle(bucket, document));
            return bucket;
        });
    }

    public void setCors(String bucket, @Nullable String document) {
        alone(() -> {
            bucket(bucket);
            commit(new Entry.Cors(bucket, document));
            return bucket;
        });
    }

    /** An object with its bytes kept readable until it is closed. */
    public final class Reading implements AutoCloseable {
        private final StoredObject object;

        private Reading(StoredObject object) {
            this.object = object;
        }

        public StoredObject object() {
            return object;
        }

        public Path file(Segment segment) {
            return blobs.path(segment.file());
        }

        @Override
        public void close() {
            blobs.leave(object.segments());
        }
    }

    public Reading read(String bucketName, String key) {
        Bucket bucket = bucket(bucketName);
        while (true) {
            StoredObject object = bucket.find(key);
            if (object == null) {
                throw S3Refusal.noSuchKey();
            }
            Reading reading = new Reading(object);
            blobs.enter(object.segments());
            // replaced in between, its files may be gone already
            if (bucket.find(key) == object) {
                return reading;
            }
            reading.close();
        }
    }

    /** Puts the object if the conditions hold on what is there, no lock forbids it, and the last write is long enough ago. */
    public void put(String bucketName, StoredObject object, Conditions conditions, Instant now) {
        StoredObject old = exclusively(bucketName, object.key(), () -> {
            StoredObject current = admit(bucketName, object.key(), conditions, now);
            commit(new Entry.Put(bucketName, object));
            return current;
        });
        retire(old);
    }

    /** Deleting what is not there is done already. */
    public void delete(String bucketName, String key, Instant now) {
        StoredObject old = exclusively(bucketName, key, () -> {
            Bucket bucket = bucket(bucketName);
            StoredObject current = bucket.find(key);
            if (current != null) {
                if (bucket.locked(current, now)) {
                    throw S3Refusal.locked();
                }
                commit(new Entry.Deleted(bucketName, key));
            }
            return current;
        });
        retire(old);
    }

    /** Whether a write may happen; returns what it replaces. To be called with the key held. */
    @Nullable
    StoredObject admit(String bucketName, String key, Conditions conditions, Instant now) {
        Bucket bucket = bucket(bucketName);
        StoredObject current = bucket.find(key);
        if (!conditions.allowWrite(current)) {
            throw S3Refusal.preconditionFailed();
        }
        if (current != null && bucket.locked(current, now)) {
            throw S3Refusal.locked();
        }
        if (pace.tooSoon(bucketName, key, now)) {
            throw S3Refusal.tooMany();
        }
        pace.wrote(bucketName, key, now);
        return current;
    }

    void retire(@Nullable StoredObject old) {
        if (old != null) {
            blobs.retire(old.segments());
        }
        mayCompact();
    }

    void retire(List<Segment> segments) {
        blobs.retire(segments);
        mayCompact();
    }

    /** Only with the key, or the world, held. */
    void commit(Entry entry) {
        journal.append(entry);
        catalog.apply(entry);
    }

    Catalog catalog() {
        return catalog;
    }

    /** For faults: what is stored is changed behind the back of everyone, locks included. */
    public Damage damage() {
        return new Damage(this, blobs);
    }

    <T extends @Nullable Object> T exclusively(String bucket, String key, Supplier<T> work) {
        ReentrantLock stripe = stripes[Math.floorMod((bucket + "/" + key).hashCode(), STRIPES)];
        world.readLock().lock();
        try {
            stripe.lock();
            try {
                return work.get();
            } finally {
                stripe.unlock();
            }
        } finally {
            world.readLock().unlock();
        }
    }

    private <T> T alone(Supplier<T> work) {
        world.writeLock().lock();
        try {
            return work.get();
        } finally {
            world.writeLock().unlock();
        }
    }

    private void mayCompact() {
        long lines = journal.lines();
        if (lines > COMPACT_ABOVE && lines > 4 * catalog.size()) {
            compact();
        }
    }

    /** Shortens the journal to what still matters. */
    public void compact() {
        alone(() -> {
            try {
                journal.rewrite(catalog);
            } catch (IOException failed) {
                throw new java.io.UncheckedIOException(failed);
            }
            return journal;
        });
    }

    @Override
    public void close() throws IOException {
        world.writeLock().lock();
        try {
            journal.close();
        } finally {
            world.writeLock().unlock();
        }
    }
}
