package cloud.dumont.sandbox.r2.s3;

import cloud.dumont.sandbox.r2.auth.Hashes;
import cloud.dumont.sandbox.r2.refusal.S3Refusal;
import cloud.dumont.sandbox.r2.store.BlobWriter;
import cloud.dumont.sandbox.r2.store.Part;
import cloud.dumont.sandbox.r2.store.Store;
import cloud.dumont.sandbox.r2.store.StoredObject;
import cloud.dumont.sandbox.r2.store.Upload;
import cloud.dumont.sandbox.r2.store.Uploads;
import cloud.dumont.sandbox.r2.wire.R2Answer;
import java.io.IOException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The life of a multipart upload up to its end. */
final class MultipartCalls {
    private static final int MOST_PARTS = 10_000;

    private final Store store;
    private final CopyCalls copies;

    MultipartCalls(Store store, CopyCalls copies) {
        this.store = store;
        this.copies = copies;
    }

    R2Answer create(Call call) {
        String algorithm = call.request().header("x-amz-checksum-algorithm");
        if ("FULL_OBJECT".equalsIgnoreCase(call.request().header("x-amz-checksum-type"))) {
            throw S3Refusal.notImplemented("Header 'x-amz-checksum-type' with value 'FULL_OBJECT'");
        }
        ChecksumKind kind = algorithm == null
                ? null
                : ChecksumKind.of(algorithm)
                        .orElseThrow(() -> S3Refusal.notImplemented("Checksum algorithm '" + algorithm + "'"));
        Upload upload = new Upload(
                UUID.randomUUID().toString().replace("-", ""),
                call.bucket(),
                call.key(),
                call.now(),
                ObjectHeaders.of(call.request()),
                kind == null ? null : kind.word());
        store.uploads().begin(upload);
        return R2Answer.xml(
                200,
                Xml.document("InitiateMultipartUploadResult")
                        .text("Bucket", upload.bucket())
                        .text("Key", upload.key())
                        .text("UploadId", upload.id())
                        .end());
    }

    R2Answer put(Call call) throws IOException {
        int number = partNumber(call);
        Upload upload = upload(call);
        try {
            return CopySource.isIn(call) ? copies.copyPart(call, upload, number) : receive(call, upload, number);
        } catch (S3Refusal | IOException failed) {
            store.uploads().lose(call.bucket(), call.key(), upload.id(), number);
            throw failed;
        }
    }

    private R2Answer receive(Call call, Upload upload, int number) throws IOException {
        try (BlobWriter blob = store.newBlob()) {
            BodyIntake intake = call.intake()
                    .with(ChecksumKind.of(String.valueOf(upload.checksum())).orElse(null));
            BodyIntake.Received received = intake.into(blob::write);
            Part part = new Part(
                    number,
                    received.size(),
                    received.etag(),
                    ObjectCalls.stamp(call.now()),
                    received.checksums(),
                    blob.finish());
            try {
                store.uploads().put(call.bucket(), call.key(), upload.id(), part);
            } catch (S3Refusal refused) {
                blob.discard();
                throw refused;
            }
            Map<String, String> headers = new java.util.LinkedHashMap<>(ObjectHeaders.checksums(part.checksums()));
            headers.put("ETag", ObjectHeaders.quoted(part.etag()));
            return R2Answer.empty(200, headers);
        }
    }

    private Upload upload(Call call) {
        return store.uploads().find(call.bucket(), call.key(), call.parameter("uploadId"));
    }

    private static int partNumber(Call call) {
        int number = call.number("partNumber", 0);
        if (number < 1 || number > MOST_PARTS) {
            throw S3Refusal.invalid("Part number must be an integer between 1 and " + MOST_PARTS + ", inclusive");
        }
        return number;
    }

    R2Answer complete(Call call) throws IOException {
        Upload upload = upload(call);
        XmlNode document = XmlNode.parse(call.document());
        List<Uploads.Named> named = new ArrayList<>();
        for (XmlNode part : document.all("Part")) {
            named.add(new Uploads.Named(
                    number(part.value("PartNumber")), part.value("ETag").replace("\"", "")));
        }
        StoredObject made = store.uploads()
                .complete(
                        call.bucket(),
                        call.key(),
                        upload.id(),
                        named,
                        call.conditions(""),
                        (begun, parts) -> assemble(begun, parts, document, call.now()),
                        call.now());
        Xml xml = Xml.document("CompleteMultipartUploadResult")
                .text("Location", "/" + call.bucket() + "/" + call.key())
                .text("Bucket", call.bucket())
                .text("Key", call.key())
                .text("ETag", ObjectHeaders.quoted(made.etag()));
        made.checksums().forEach((word, value) -> xml.text("Checksum" + word.toUpperCase(Locale.ROOT), value));
        return R2Answer.xml(200, xml.end());
    }

    private static int number(String text) {
        try {
            return Integer.parseInt(text.strip());
        } catch (NumberFormatException notANumber) {
            throw XmlNode.malformed();
        }
    }

    private static StoredObject assemble(Upload upload, List<Part> parts, XmlNode document, Instant now) {
        checkNamedChecksums(parts, document);
        MessageDigest md5 = Hashes.digest("MD5");
        parts.forEach(part -> md5.update(HexFormat.of().parseHex(part.etag())));
        return new StoredObject(
                upload.key(),
                parts.stream().mapToLong(Part::size).sum(),
                Hashes.hex(md5.digest()) + "-" + parts.size(),
                ObjectCalls.stamp(now),
                upload.headers(),
                composite(upload.checksum(), parts),
                parts.stream().map(Part::segment).toList());
    }

    private static void checkNamedChecksums(List<Part> parts, XmlNode document) {
        List<XmlNode> named = document.all("Part");
        for (int i = 0; i < parts.size(); i++) {
            Part part = parts.get(i);
            for (Map.Entry<String, String> checksum : part.checksums().entrySet()) {
                String said = named.get(i).value("Checksum" + checksum.getKey().toUpperCase(Locale.ROOT));
                if (!said.isEmpty() && !said.equals(checksum.getValue())) {
                    throw S3Refusal.of(400, "InvalidPart", "The checksum of a part is not the one it was sent with.");
                }
            }
        }
    }

    private static Map<String, String> composite(@Nullable String word, List<Part> parts) {
        ChecksumKind kind = ChecksumKind.of(String.valueOf(word)).orElse(null);
        if (kind == null) {
            return Map.of();
        }
        ChecksumKind.Running running = kind.start();
        for (Part part : parts) {
            byte[] value = Base64.getDecoder().decode(part.checksums().getOrDefault(kind.word(), ""));
            running.update(value, 0, value.length);
        }
        return Map.of(kind.word(), Base64.getEncoder().encodeToString(running.value()) + "-" + parts.size());
    }

    R2Answer abort(Call call) {
        store.uploads().abort(call.bucket(), call.key(), call.parameter("uploadId"));
        return R2Answer.empty(204, Map.of());
    }
}
