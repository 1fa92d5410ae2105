package cloud.dumont.sandbox.r2.store;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One line of the journal: a change that is true as soon as the line is written. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "t")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Entry.Created.class, name = "bucket"),
    @JsonSubTypes.Type(value = Entry.Dropped.class, name = "drop"),
    @JsonSubTypes.Type(value = Entry.Put.class, name = "put"),
    @JsonSubTypes.Type(value = Entry.Deleted.class, name = "delete"),
    @JsonSubTypes.Type(value = Entry.Begun.class, name = "begin"),
    @JsonSubTypes.Type(value = Entry.PartPut.class, name = "part"),
    @JsonSubTypes.Type(value = Entry.PartLost.class, name = "lost"),
    @JsonSubTypes.Type(value = Entry.Ended.class, name = "end"),
    @JsonSubTypes.Type(value = Entry.Completed.class, name = "complete"),
    @JsonSubTypes.Type(value = Entry.Locked.class, name = "locks"),
    @JsonSubTypes.Type(value = Entry.Lifecycle.class, name = "lifecycle"),
    @JsonSubTypes.Type(value = Entry.Cors.class, name = "cors")
})
sealed interface Entry {
    record Created(String bucket, Instant at) implements Entry {}

    record Dropped(String bucket) implements Entry {}

    record Put(String bucket, StoredObject object) implements Entry {}

    record Deleted(String bucket, String key) implements Entry {}

    record Begun(Upload upload) implements Entry {}

    record PartPut(String upload, Part part) implements Entry {}

    record PartLost(String upload, int number) implements Entry {}

    record Ended(String upload) implements Entry {}

    /** The object is there and the upload is gone, in one step. */
    record Completed(String bucket, String upload, StoredObject object) implements Entry {}

    record Locked(String bucket, List<LockRule> rules) implements Entry {}

    record Lifecycle(String bucket, @Nullable String document) implements Entry {}

    record Cors(String bucket, @Nullable String document) implements Entry {}
}
