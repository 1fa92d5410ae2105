package cloud.dumont.sandbox.r2.store;

import java.util.Map;
import java.util.NavigableMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What the journal says, in memory. Replaying the journal into an empty catalog gives the same catalog. */
final class Catalog {
    /** An upload with its parts. */
    record Open(Upload upload, NavigableMap<Integer, Part> parts) {}

    private final Map<String, Bucket> buckets = new ConcurrentSkipListMap<>();
    private final Map<String, Open> uploads = new ConcurrentHashMap<>();

    Map<String, Bucket> buckets() {
        return buckets;
    }

    Map<String, Open> uploads() {
        return uploads;
    }

    @Nullable
    Bucket bucket(String name) {
        return buckets.get(name);
    }

    void apply(Entry entry) {
        switch (entry) {
            case Entry.Created created ->
                buckets.putIfAbsent(created.bucket(), new Bucket(created.bucket(), created.at()));
            case Entry.Dropped dropped -> {
                buckets.remove(dropped.bucket());
                uploads.values().removeIf(open -> open.upload().bucket().equals(dropped.bucket()));
            }
            case Entry.Put put -> in(put.bucket(), bucket -> bucket.put(put.object()));
            case Entry.Deleted deleted -> in(deleted.bucket(), bucket -> bucket.remove(deleted.key()));
            case Entry.Begun begun ->
                uploads.put(begun.upload().id(), new Open(begun.upload(), new ConcurrentSkipListMap<>()));
            case Entry.PartPut put -> {
                Open open = uploads.get(put.upload());
                if (open != null) {
                    open.parts().put(put.part().number(), put.part());
                }
            }
            case Entry.PartLost lost -> {
                Open open = uploads.get(lost.upload());
                if (open != null) {
                    open.parts().remove(lost.number());
                }
            }
            case Entry.Ended ended -> uploads.remove(ended.upload());
            case Entry.Completed completed -> {
                in(completed.bucket(), bucket -> bucket.put(completed.object()));
                uploads.remove(completed.upload());
            }
            case Entry.Locked locked -> in(locked.bucket(), bucket -> bucket.set(locked.rules()));
            case Entry.Lifecycle lifecycle ->
                in(lifecycle.bucket(), bucket -> bucket.setLifecycle(lifecycle.document()));
            case Entry.Cors cors -> in(cors.bucket(), bucket -> bucket.setCors(cors.document()));
        }
    }

    private void in(String name, Consumer<Bucket> change) {
        Bucket bucket = buckets.get(name);
        if (bucket != null) {
            change.accept(bucket);
        }
    }

    /** The shortest journal that leads here. */
    void retell(Consumer<Entry> journal) {
        for (Bucket bucket : buckets.values()) {
            journal.accept(new Entry.Created(bucket.name(), bucket.created()));
            journal.accept(new Entry.Locked(bucket.name(), bucket.locks()));
            journal.accept(new Entry.Lifecycle(bucket.name(), bucket.lifecycle()));
            journal.accept(new Entry.Cors(bucket.name(), bucket.cors()));
            bucket.objects().values().forEach(object -> journal.accept(new Entry.Put(bucket.name(), object)));
        }
        for (Open open : uploads.values()) {
            journal.accept(new Entry.Begun(open.upload()));
            open.parts()
                    .values()
                    .forEach(part ->
                            journal.accept(new Entry.PartPut(open.upload().id(), part)));
        }
    }

    /** Lines that {@link #retell} would write. */
    long size() {
        long objects = buckets.values().stream()
                .mapToLong(bucket -> bucket.objects().size() + 4L)
                .sum();
        return objects
                + uploads.values().stream()
                        .mapToLong(open -> open.parts().size() + 1L)
                        .sum();
    }

    void everySegment(Consumer<Segment> visitor) {
        buckets.values()
                .forEach(bucket -> bucket.objects()
                        .values()
                        .forEach(object -> object.segments().forEach(visitor)));
        uploads.values().forEach(open -> open.parts().values().forEach(part -> visitor.accept(part.segment())));
    }
}
