package cloud.dumont.sandbox.r2.s3;

import cloud.dumont.sandbox.r2.auth.Caller;
import cloud.dumont.sandbox.r2.auth.ChunkedBody;
import cloud.dumont.sandbox.r2.auth.Hashes;
import cloud.dumont.sandbox.r2.refusal.S3Refusal;
import cloud.dumont.sandbox.r2.wire.R2Request;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Takes a body in, once, and holds it against everything that was said about it: length, signature, hashes. */
final class BodyIntake {
    static final long LARGEST_UPLOAD = 5_363_340_902L;
    private static final int BUFFER = 128 << 10;

    /** Where the bytes go; what it got is worth nothing when the intake refuses in the end. */
    @FunctionalInterface
    interface Sink {
        void write(byte[] bytes, int offset, int count) throws IOException;
    }

    /** What came in. */
    record Received(long size, byte[] md5, Map<String, String> checksums) {
        String etag() {
            return Hashes.hex(md5);
        }
    }

    private final R2Request request;
    private final Caller caller;
    private final MessageDigest md5 = Hashes.digest("MD5");
    private final @Nullable MessageDigest sha256;
    private final Map<ChecksumKind, ChecksumKind.Running> running = new EnumMap<>(ChecksumKind.class);

    BodyIntake(R2Request request, Caller caller) {
        this.request = request;
        this.caller = caller;
        this.sha256 = caller.hashed() ? Hashes.digest("SHA-256") : null;
        announced();
    }

    /** Computes this checksum too, though the client did not send it. */
    BodyIntake with(@Nullable ChecksumKind kind) {
        if (kind != null) {
            running.computeIfAbsent(kind, ChecksumKind::start);
        }
        return this;
    }

    private void announced() {
        request.headers().keySet().forEach(this::announce);
        String trailer = request.header("x-amz-trailer");
        if (trailer != null) {
            for (String name : trailer.split(",")) {
                announce(name.strip().toLowerCase(java.util.Locale.ROOT));
            }
        }
    }

    private void announce(String header) {
        if (!header.startsWith(ChecksumKind.HEADER)) {
            return;
        }
        String word = header.substring(ChecksumKind.HEADER.length());
        if (word.equals("algorithm") || word.equals("type") || word.equals("mode")) {
            return;
        }
        ChecksumKind kind =
                ChecksumKind.of(word).orElseThrow(() -> S3Refusal.notImplemented("Header '" + header + "'"));
        with(kind);
    }

    long announcedSize() {
        String decoded = request.header("x-amz-decoded-content-length");
        if (caller.chunked()) {
            if (decoded == null) {
                throw missingLength();
            }
            try {
                return Long.parseLong(decoded);
            } catch (NumberFormatException notANumber) {
                throw S3Refusal.invalid("x-amz-decoded-content-length must be a number");
            }
        }
        if (request.length() < 0) {
            throw missingLength();
        }
        return request.length();
    }

    Received into(Sink sink) throws IOException {
        long announced = announcedSize();
        if (announced > LARGEST_UPLOAD) {
            throw S3Refusal.of(400, "EntityTooLarge", "Your proposed upload exceeds the maximum allowed object size.");
        }
        ChunkedBody chunks = caller.chunked() ? caller.unchunk(request.body()) : null;
        long size = pump(chunks == null ? request.body() : chunks, sink);
        if (size != announced) {
            throw incomplete();
        }
        byte[] md5Value = md5.digest();
        checkMd5(md5Value);
        if (sha256 != null && !Hashes.hex(sha256.digest()).equals(caller.payloadHash())) {
            throw S3Refusal.of(
                    400,
                    "XAmzContentSHA256Mismatch",
                    "The provided 'x-amz-content-sha256' header does not match what was computed.");
        }
        return new Received(size, md5Value, checksums(chunks));
    }

    private long pump(InputStream in, Sink sink) throws IOException {
        byte[] buffer = new byte[(int) Math.clamp(announcedSize(), 512, BUFFER)];
        long size = 0;
        try {
            for (int got = in.read(buffer); got >= 0; got = in.read(buffer)) {
                md5.update(buffer, 0, got);
                if (sha256 != null) {
                    sha256.update(buffer, 0, got);
                }
                for (ChecksumKind.Running checksum : running.values()) {
                    checksum.update(buffer, 0, got);
                }
                sink.write(buffer, 0, got);
                size += got;
            }
        } catch (EOFException ended) {
            throw incomplete();
        }
        return size;
    }

    private void checkMd5(byte[] value) {
        String sent = request.header("content-md5");
        if (sent == null) {
            return;
        }
        try {
            byte[] wanted = Base64.getDecoder().decode(sent);
            if (wanted.length != value.length) {
                throw invalidDigest();
            }
            if (!MessageDigest.isEqual(wanted, value)) {
                throw S3Refusal.badDigest("The Content-MD5 you specified did not match what we received.");
            }
        } catch (IllegalArgumentException notBase64) {
            throw invalidDigest();
        }
    }

    private Map<String, String> checksums(@Nullable ChunkedBody chunks) {
        Map<String, String> values = new LinkedHashMap<>();
        running.forEach((kind, checksum) -> {
            String value = Base64.getEncoder().encodeToString(checksum.value());
            String sent = request.header(kind.header());
            if (sent == null && chunks != null) {
                sent = chunks.trailers().get(kind.header());
            }
            if (sent != null && !sent.equals(value)) {
                throw S3Refusal.badDigest("The " + kind + " you specified did not match the calculated checksum.");
            }
            values.put(kind.word(), value);
        });
        return values;
    }

    private static S3Refusal missingLength() {
        return S3Refusal.of(411, "MissingContentLength", "You must provide the Content-Length HTTP header.");
    }

    private static S3Refusal incomplete() {
        return S3Refusal.of(
                400, "IncompleteBody", "You did not provide the number of bytes specified by the Content-Length.");
    }

    private static S3Refusal invalidDigest() {
        return S3Refusal.of(400, "InvalidDigest", "The Content-MD5 you specified is not valid.");
    }
}
