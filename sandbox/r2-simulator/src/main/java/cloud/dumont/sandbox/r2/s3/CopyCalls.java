package cloud.dumont.sandbox.r2.s3;

import cloud.dumont.sandbox.r2.auth.Hashes;
import cloud.dumont.sandbox.r2.refusal.S3Refusal;
import cloud.dumont.sandbox.r2.store.BlobWriter;
import cloud.dumont.sandbox.r2.store.Part;
import cloud.dumont.sandbox.r2.store.Segment;
import cloud.dumont.sandbox.r2.store.Store;
import cloud.dumont.sandbox.r2.store.StoredObject;
import cloud.dumont.sandbox.r2.store.Upload;
import cloud.dumont.sandbox.r2.wire.R2Answer;
import java.io.IOException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Copies within the store: whole objects, and ranges of them as parts. */
final class CopyCalls {
    private static final String TARGET_CONDITIONS = "cf-copy-destination-";

    private final Store store;

    CopyCalls(Store store) {
        this.store = store;
    }

    /** Bytes of a source in a file of their own. */
    private record Copied(Segment segment, String etag, Map<String, String> checksums) {}

    R2Answer copy(Call call) throws IOException {
        store.bucket(call.bucket());
        CopySource source = CopySource.of(call);
        boolean replace = "REPLACE".equalsIgnoreCase(call.request().header("x-amz-metadata-directive"));
        if (source.isTarget(call) && !replace) {
            throw S3Refusal.of(
                    400, "InvalidRequest", "This copy request is illegal because it changes nothing of the object.");
        }
        try (Store.Reading reading = source.open(store, call);
                BlobWriter blob = store.newBlob()) {
            StoredObject from = reading.object();
            Copied copied = copy(reading, ByteRange.of(null, from.size()), blob, kinds(call, from));
            StoredObject made = new StoredObject(
                    call.key(),
                    from.size(),
                    copied.etag(),
                    ObjectCalls.stamp(call.now()),
                    replace ? ObjectHeaders.of(call.request()) : from.headers(),
                    copied.checksums(),
                    List.of(copied.segment()));
            try {
                store.put(call.bucket(), made, call.conditions(TARGET_CONDITIONS), call.now());
            } catch (S3Refusal refused) {
                blob.discard();
                throw refused;
            }
            return result("CopyObjectResult", made.etag(), made.lastModified(), made.checksums());
        }
    }

    R2Answer copyPart(Call call, Upload upload, int number) throws IOException {
        CopySource source = CopySource.of(call);
        try (Store.Reading reading = source.open(store, call);
                BlobWriter blob = store.newBlob()) {
            ByteRange range = ByteRange.of(
                    call.request().header("x-amz-copy-source-range"),
                    reading.object().size());
            ChecksumKind kind =
                    ChecksumKind.of(String.valueOf(upload.checksum())).orElse(null);
            Copied copied = copy(reading, range, blob, kind == null ? Set.of() : Set.of(kind));
            Part part = new Part(
                    number,
                    range.length(),
                    copied.etag(),
                    ObjectCalls.stamp(call.now()),
                    copied.checksums(),
                    copied.segment());
            try {
                store.uploads().put(call.bucket(), call.key(), upload.id(), part);
            } catch (S3Refusal refused) {
                blob.discard();
                throw refused;
            }
            return result("CopyPartResult", part.etag(), part.lastModified(), part.checksums());
        }
    }

    private static Set<ChecksumKind> kinds(Call call, StoredObject from) {
        @Nullable String wanted = call.request().header("x-amz-checksum-algorithm");
        if (wanted != null) {
            return Set.of(ChecksumKind.of(wanted)
                    .orElseThrow(() -> S3Refusal.notImplemented("Checksum algorithm '" + wanted + "'")));
        }
        return from.checksums().keySet().stream()
                .flatMap(word -> ChecksumKind.of(word).stream())
                .collect(java.util.stream.Collectors.toSet());
    }

    private static Copied copy(Store.Reading reading, ByteRange range, BlobWriter blob, Set<ChecksumKind> kinds)
            throws IOException {
        MessageDigest md5 = Hashes.digest("MD5");
        Map<ChecksumKind, ChecksumKind.Running> running = new LinkedHashMap<>();
        kinds.forEach(kind -> running.put(kind, kind.start()));
        List<ChecksumKind.Running> all = new ArrayList<>(running.values());
        CopySource.copy(reading, range, (bytes, offset, count) -> {
            md5.update(bytes, offset, count);
            all.forEach(checksum -> checksum.update(bytes, offset, count));
            blob.write(bytes, offset, count);
        });
        Map<String, String> checksums = new LinkedHashMap<>();
        running.forEach((kind, checksum) ->
                checksums.put(kind.word(), Base64.getEncoder().encodeToString(checksum.value())));
        return new Copied(blob.finish(), Hashes.hex(md5.digest()), checksums);
    }

    private static R2Answer result(
            String root, String etag, java.time.Instant modified, Map<String, String> checksums) {
        Xml xml = Xml.document(root).text("ETag", ObjectHeaders.quoted(etag)).time("LastModified", modified);
        checksums.forEach((word, value) -> xml.text("Checksum" + word.toUpperCase(java.util.Locale.ROOT), value));
        return R2Answer.xml(200, xml.end());
    }
}
