package cloud.dumont.sandbox.r2.store;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;

/** What a broken or hostile store does to objects: nothing of it shows in their ETag, their checksums or their date. */
public final class Damage {
    private final Store store;
    private final Blobs blobs;

    Damage(Store store, Blobs blobs) {
        this.store = store;
        this.blobs = blobs;
    }

    /**
     * The object with this key, else the first whose key begins with it.
     *
     * @throws NoSuchElementException when there is none
     */
    public StoredObject choose(String bucket, String key) {
        var tail = store.bucket(bucket).objects().ceilingEntry(key);
        if (tail == null || !tail.getKey().startsWith(key)) {
            throw new NoSuchElementException("no object in " + bucket + " begins with " + key);
        }
        return tail.getValue();
    }

    /** Turns one bit of the stored bytes over; a negative offset counts from the end. */
    public void flipBit(String bucket, StoredObject object, long offset, int bit) throws IOException {
        long at = offset < 0 ? object.size() + offset : offset;
        if (at < 0 || at >= object.size()) {
            throw new IllegalArgumentException("offset " + offset + " is outside of " + object.size() + " bytes");
        }
        for (Segment segment : object.segments()) {
            if (at < segment.size()) {
                flip(blobs.path(segment.file()), at, bit);
                return;
            }
            at -= segment.size();
        }
    }

    private static void flip(Path file, long at, int bit) throws IOException {
        try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
            bytes.seek(at);
            int old = bytes.read();
            bytes.seek(at);
            bytes.write(old ^ (1 << (bit & 7)));
        }
    }

    public void delete(String bucket, StoredObject object) {
        store.exclusively(bucket, object.key(), () -> {
            store.commit(new Entry.Deleted(bucket, object.key()));
            return object;
        });
        store.retire(object);
    }

    /** The object is shorter from now on, and says so. */
    public void truncate(String bucket, StoredObject object, long size) throws IOException {
        if (size < 0 || size >= object.size()) {
            throw new IllegalArgumentException("size must be below " + object.size() + ", not " + size);
        }
        byte[] kept;
        List<Segment> left = new ArrayList<>();
        long missing = size;
        Segment last = null;
        for (Segment segment : object.segments()) {
            if (segment.size() <= missing) {
                left.add(segment);
                missing -= segment.size();
            } else {
                last = segment;
                break;
            }
        }
        if (last != null && missing > 0) {
            try (var in = Files.newInputStream(blobs.path(last.file()));
                    BlobWriter out = blobs.create()) {
                kept = in.readNBytes(Math.toIntExact(missing));
                out.write(kept, 0, kept.length);
                left.add(out.finish());
            }
        }
        replace(bucket, object.withSegments(left, size));
        List<Segment> gone = new ArrayList<>(object.segments());
        gone.removeAll(left);
        store.retire(gone);
    }

    /** Each key now has the other's bytes; ETags, checksums and headers stay with their keys. */
    public void swap(String bucket, StoredObject one, StoredObject other) {
        replace(bucket, one.withSegments(other.segments(), other.size()));
        replace(bucket, other.withSegments(one.segments(), one.size()));
    }

    private void replace(String bucket, StoredObject object) {
        store.exclusively(bucket, object.key(), () -> {
            store.commit(new Entry.Put(bucket, object));
            return object;
        });
    }
}
