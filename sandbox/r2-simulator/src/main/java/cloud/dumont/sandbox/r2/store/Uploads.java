package cloud.dumont.sandbox.r2.store;

import cloud.dumont.sandbox.r2.refusal.S3Refusal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Multipart uploads with R2's rules. A finished upload's parts become the object's segments; no byte is copied. */
public final class Uploads {
    private static final long SMALLEST = 5L << 20;

    private final Store store;

    Uploads(Store store) {
        this.store = store;
    }

    /** A part as the client names it when it completes an upload. */
    public record Named(int number, String etag) {}

    /** Makes the object out of its parts, once they are known to be good. */
    @FunctionalInterface
    public interface Assembly {
        StoredObject of(Upload upload, List<Part> parts);
    }

    public void begin(Upload upload) {
        store.exclusively(upload.bucket(), upload.key(), () -> {
            store.bucket(upload.bucket());
            store.commit(new Entry.Begun(upload));
            return upload;
        });
    }

    public Upload find(String bucket, String key, String id) {
        return open(bucket, key, id).upload();
    }

    private Catalog.Open open(String bucket, String key, String id) {
        store.bucket(bucket);
        Catalog.Open open = store.catalog().uploads().get(id);
        if (open == null
                || !open.upload().bucket().equals(bucket)
                || !open.upload().key().equals(key)) {
            throw S3Refusal.noSuchUpload();
        }
        return open;
    }

    /** In order of key and id. */
    public List<Upload> of(String bucket) {
        store.bucket(bucket);
        return store.catalog().uploads().values().stream()
                .map(Catalog.Open::upload)
                .filter(upload -> upload.bucket().equals(bucket))
                .sorted(Comparator.comparing(Upload::key, KeyOrder.INSTANCE).thenComparing(Upload::id))
                .toList();
    }

    public List<Part> parts(String bucket, String key, String id) {
        return List.copyOf(open(bucket, key, id).parts().values());
    }

    public void put(String bucket, String key, String id, Part part) {
        Part old = store.exclusively(bucket, key, () -> {
            Part replaced = open(bucket, key, id).parts().get(part.number());
            store.commit(new Entry.PartPut(id, part));
            return replaced;
        });
        retire(old);
    }

    /** A part that is sent again and does not arrive takes the earlier one with it. */
    public void lose(String bucket, String key, String id, int number) {
        Part old = store.exclusively(bucket, key, () -> {
            Catalog.Open open = store.catalog().uploads().get(id);
            Part lost = open == null ? null : open.parts().get(number);
            if (lost != null) {
                store.commit(new Entry.PartLost(id, number));
            }
            return lost;
        });
        retire(old);
    }

    private void retire(@Nullable Part old) {
        if (old != null) {
            store.retire(List.of(old.segment()));
        }
    }

    public void abort(String bucket, String key, String id) {
        List<Segment> segments = store.exclusively(bucket, key, () -> {
            List<Segment> parts = open(bucket, key, id).parts().values().stream()
                    .map(Part::segment)
                    .toList();
            store.commit(new Entry.Ended(id));
            return parts;
        });
        store.retire(segments);
    }

    /** The outcome of a completion that was carried out under the key's lock. */
    private record Outcome(
            @Nullable S3Refusal refused, @Nullable StoredObject made, List<Segment> gone) {}

    /**
     * Makes the object. A failed condition ends the upload too; every other refusal leaves it as it is.
     */
    public StoredObject complete(
            String bucket,
            String key,
            String id,
            List<Named> named,
            Conditions conditions,
            Assembly assembly,
            Instant now) {
        Outcome outcome = store.exclusively(bucket, key, () -> {
            Catalog.Open open = open(bucket, key, id);
            List<Part> chosen = choose(open, named);
            StoredObject current = store.bucket(bucket).find(key);
            if (!conditions.allowWrite(current)) {
                store.commit(new Entry.Ended(id));
                return new Outcome(S3Refusal.preconditionFailed(), null, segments(open));
            }
            StoredObject old = store.admit(bucket, key, conditions, now);
            StoredObject made = assembly.of(open.upload(), chosen);
            store.commit(new Entry.Completed(bucket, id, made));
            List<Segment> gone = new ArrayList<>(segments(open));
            gone.removeAll(Set.copyOf(made.segments()));
            if (old != null) {
                gone.addAll(old.segments());
            }
            return new Outcome(null, made, gone);
        });
        store.retire(outcome.gone());
        StoredObject made = outcome.made();
        if (made == null) {
            throw outcome.refused() == null ? S3Refusal.noSuchUpload() : outcome.refused();
        }
        return made;
    }

    private static List<Segment> segments(Catalog.Open open) {
        return open.parts().values().stream().map(Part::segment).toList();
    }

    private static List<Part> choose(Catalog.Open open, List<Named> named) {
        if (named.isEmpty()) {
            throw S3Refusal.of(400, "MalformedXML", "You must name at least one part.");
        }
        List<Part> chosen = new ArrayList<>();
        for (Named name : named) {
            Part part = open.parts().get(name.number());
            if (part == null || !part.etag().equals(name.etag())) {
                throw S3Refusal.of(400, "InvalidPart", "One or more of the specified parts could not be found.");
            }
            if (!chosen.isEmpty() && chosen.getLast().number() >= part.number()) {
                throw S3Refusal.of(400, "InvalidPartOrder", "The list of parts was not in ascending order.");
            }
            chosen.add(part);
        }
        requireEven(chosen);
        return chosen;
    }

    private static void requireEven(List<Part> parts) {
        long usual = parts.getFirst().size();
        for (Part part : parts.subList(0, parts.size() - 1)) {
            if (part.size() < SMALLEST) {
                throw S3Refusal.of(
                        400, "EntityTooSmall", "Your proposed upload is smaller than the minimum allowed object size.");
            }
            if (part.size() != usual) {
                throw S3Refusal.of(400, "InvalidPart", "All non-trailing parts must have the same length.");
            }
        }
        if (parts.getLast().size() > usual) {
            throw S3Refusal.of(400, "InvalidPart", "The last part must not be larger than the others.");
        }
    }
}
