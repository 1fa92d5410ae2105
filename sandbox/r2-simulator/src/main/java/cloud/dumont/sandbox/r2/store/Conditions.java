package cloud.dumont.sandbox.r2.store;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The conditions of a call on the state of an object; absent ones are null. */
public record Conditions(
        @Nullable String ifMatch,
        @Nullable String ifNoneMatch,
        @Nullable Instant ifModifiedSince,
        @Nullable Instant ifUnmodifiedSince) {
    public static final Conditions NONE = new Conditions(null, null, null, null);

    /** What a read is told. */
    public enum Verdict {
        GO,
        NOT_MODIFIED,
        FAILED
    }

    public Verdict onRead(StoredObject object) {
        Instant modified = object.lastModified().truncatedTo(ChronoUnit.SECONDS);
        if (ifMatch != null) {
            if (!names(ifMatch, object)) {
                return Verdict.FAILED;
            }
        } else if (ifUnmodifiedSince != null && modified.isAfter(ifUnmodifiedSince)) {
            return Verdict.FAILED;
        }
        if (ifNoneMatch != null) {
            return names(ifNoneMatch, object) ? Verdict.NOT_MODIFIED : Verdict.GO;
        }
        return ifModifiedSince != null && !modified.isAfter(ifModifiedSince) ? Verdict.NOT_MODIFIED : Verdict.GO;
    }

    public boolean allowWrite(@Nullable StoredObject current) {
        if (current == null) {
            return ifMatch == null;
        }
        return onRead(current) == Verdict.GO;
    }

    private static boolean names(String etags, StoredObject object) {
        return Arrays.stream(etags.split(","))
                .map(etag -> etag.strip().replace("W/", "").replace("\"", ""))
                .anyMatch(etag -> etag.equals("*") || etag.equals(object.etag()));
    }
}
