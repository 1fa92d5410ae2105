package cloud.dumont.sandbox.r2.s3;

import cloud.dumont.sandbox.r2.refusal.S3Refusal;
import cloud.dumont.sandbox.r2.store.BlobWriter;
import cloud.dumont.sandbox.r2.store.Conditions;
import cloud.dumont.sandbox.r2.store.Segment;
import cloud.dumont.sandbox.r2.store.Store;
import cloud.dumont.sandbox.r2.store.StoredObject;
import cloud.dumont.sandbox.r2.wire.R2Answer;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Put, get, head and delete of single objects. */
final class ObjectCalls {
    private final Store store;

    ObjectCalls(Store store) {
        this.store = store;
    }

    R2Answer put(Call call) throws IOException {
        store.bucket(call.bucket());
        Map<String, String> headers = ObjectHeaders.of(call.request());
        StoredObject object;
        try (BlobWriter blob = store.newBlob()) {
            BodyIntake.Received received = call.intake().into(blob::write);
            Segment segment = blob.finish();
            object = new StoredObject(
                    call.key(),
                    received.size(),
                    received.etag(),
                    stamp(call.now()),
                    headers,
                    received.checksums(),
                    List.of(segment));
            try {
                store.put(call.bucket(), object, call.conditions(""), call.now());
            } catch (S3Refusal refused) {
                blob.discard();
                throw refused;
            }
        }
        Map<String, String> answer = new LinkedHashMap<>(ObjectHeaders.checksums(object.checksums()));
        answer.put("ETag", ObjectHeaders.quoted(object.etag()));
        return R2Answer.empty(200, answer);
    }

    static Instant stamp(Instant now) {
        return now.truncatedTo(ChronoUnit.MILLIS);
    }

    /** Get and head alike; a head's body is not sent. */
    R2Answer read(Call call) {
        Store.Reading reading = store.read(call.bucket(), call.key());
        try {
            return read(call, reading);
        } catch (S3Refusal refused) {
            reading.close();
            throw refused;
        }
    }

    private static R2Answer read(Call call, Store.Reading reading) {
        StoredObject object = reading.object();
        Map<String, String> headers = ObjectHeaders.describing(object, call.request());
        Conditions.Verdict verdict = call.conditions("").onRead(object);
        switch (verdict) {
            case FAILED -> throw S3Refusal.preconditionFailed();
            case NOT_MODIFIED -> {
                reading.close();
                headers.remove("content-type");
                return R2Answer.empty(304, headers);
            }
            case GO -> {}
        }
        ByteRange range = ByteRange.of(call.request().header("range"), object.size());
        if (range.partial()) {
            headers.put("Content-Range", range.contentRange(object.size()));
        } else if ("ENABLED".equalsIgnoreCase(call.request().header("x-amz-checksum-mode"))) {
            headers.putAll(ObjectHeaders.checksums(object.checksums()));
        }
        return new R2Answer(range.partial() ? 206 : 200, headers, range.length(), new ObjectBody(reading, range));
    }

    R2Answer delete(Call call) {
        store.delete(call.bucket(), call.key(), call.now());
        return R2Answer.empty(204, Map.of());
    }
}
