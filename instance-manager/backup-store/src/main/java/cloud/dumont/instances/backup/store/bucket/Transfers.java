package cloud.dumont.instances.backup.store.bucket;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.zip.CRC32C;
import java.util.zip.CheckedOutputStream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.ResponseBytes;
import software.amazon.awssdk.core.exception.RetryableException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/** Bodies, in and out. */
final class Transfers {
    private static final int INVALID_RANGE = 416;
    private final S3Client client;
    private final String bucket;
    private final Calls calls;

    Transfers(S3Client client, String bucket, Calls calls) {
        this.client = client;
        this.bucket = bucket;
        this.calls = calls;
    }

    byte[] range(String key, long offset, int length) {
        return read(key, "bytes=" + offset + "-" + (offset + length - 1))
                .map(ResponseBytes::asByteArrayUnsafe)
                .orElseGet(() -> new byte[0]);
    }

    ObjectEnd end(String key, int length) {
        return read(key, "bytes=-" + length)
                .map(bytes -> new ObjectEnd(bytes.asByteArrayUnsafe(), wholeSize(bytes.response())))
                .orElseGet(() -> new ObjectEnd(new byte[0], 0));
    }

    /** Empty when the range begins behind the end. */
    private Optional<ResponseBytes<GetObjectResponse>> read(String key, String range) {
        try {
            return Optional.of(calls.run(
                    key,
                    () -> client.getObject(
                            request -> request.bucket(bucket).key(key).range(range),
                            ResponseTransformer.<GetObjectResponse>toBytes())));
        } catch (StoreException.Refused refused) {
            if (refused.status() == INVALID_RANGE) {
                return Optional.empty();
            }
            throw refused;
        }
    }

    private static long wholeSize(GetObjectResponse answer) {
        String range = answer.contentRange();
        return range == null ? answer.contentLength() : Long.parseLong(range.substring(range.indexOf('/') + 1));
    }

    Put copy(Transfers target, String key, Path folder) {
        Path file = temporary(folder);
        try {
            Fetched fetched = download(key, file);
            return target.upload(key, file, fetched);
        } finally {
            remove(file);
        }
    }

    private Put upload(String key, Path file, Fetched fetched) {
        boolean created = calls.unlessThere(
                key,
                () -> client.putObject(
                        request ->
                                request.bucket(bucket).key(key).ifNoneMatch("*").checksumCRC32C(fetched.crc32c()),
                        RequestBody.fromFile(file)));
        if (created) {
            return Put.CREATED;
        }
        var there = calls.run(
                key, () -> client.headObject(request -> request.bucket(bucket).key(key)));
        boolean same = there.contentLength() == fetched.size()
                && unquoted(there.eTag()).equals(fetched.etag());
        return same ? Put.SAME : Put.OTHER;
    }

    private Fetched download(String key, Path file) {
        return calls.run(
                key,
                () -> client.getObject(
                        request -> request.bucket(bucket).key(key), (answer, body) -> write(file, answer, body)));
    }

    private static Fetched write(Path file, GetObjectResponse answer, InputStream body) {
        CRC32C crc = new CRC32C();
        try (OutputStream out = new CheckedOutputStream(Files.newOutputStream(file), crc)) {
            long size = body.transferTo(out);
            if (size != answer.contentLength()) {
                throw RetryableException.create("the answer was cut");
            }
            return new Fetched(size, unquoted(answer.eTag()), Crc32c.base64(crc));
        } catch (IOException cut) {
            throw RetryableException.create("the answer was cut", cut);
        }
    }

    private static Path temporary(Path folder) {
        try {
            return Files.createTempFile(folder, "copy-", ".part");
        } catch (IOException full) {
            throw new UncheckedIOException(full);
        }
    }

    private static void remove(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException left) {
            throw new UncheckedIOException(left);
        }
    }

    static String unquoted(@Nullable String etag) {
        return etag == null ? "" : etag.replace("\"", "");
    }

    private record Fetched(long size, String etag, String crc32c) {}
}
