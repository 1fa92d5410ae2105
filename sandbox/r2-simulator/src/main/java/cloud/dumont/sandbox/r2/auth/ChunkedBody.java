package cloud.dumont.sandbox.r2.auth;

import cloud.dumont.sandbox.r2.refusal.S3Refusal;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Undoes {@code aws-chunked}: {@code SIZE;chunk-signature=…}, bytes, …, an empty chunk, trailers. Every signature is
 * checked when its chunk has been read, so what was read before is good only once the end is reached without refusal.
 */
public final class ChunkedBody extends InputStream {
    private static final int LONGEST_LINE = 4_096;
    private static final String MARK = "chunk-signature=";

    private final InputStream in;
    private final Caller.Signer signer;
    private final boolean signed;
    private final boolean withTrailer;
    private final Map<String, String> trailers = new LinkedHashMap<>();
    private final MessageDigest chunkHash = Hashes.digest("SHA-256");
    private String previous;
    private String expected = "";
    private long left;
    private boolean begun;
    private boolean over;

    ChunkedBody(InputStream in, String payload, Caller.Signer signer) {
        this.in = in;
        this.signer = signer;
        this.previous = signer.seed();
        this.signed = payload.startsWith("STREAMING-AWS4-HMAC-SHA256-PAYLOAD");
        this.withTrailer = payload.endsWith("-TRAILER");
        if (!signed && !payload.equals("STREAMING-UNSIGNED-PAYLOAD-TRAILER")) {
            throw S3Refusal.notImplemented("x-amz-content-sha256 with value '" + payload + "'");
        }
    }

    /** By lower-case name; complete once the end has been read. */
    public Map<String, String> trailers() {
        return trailers;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int count) throws IOException {
        if (count == 0) {
            return 0;
        }
        if (left == 0 && !over) {
            nextChunk();
        }
        if (over) {
            return -1;
        }
        int got = in.read(into, offset, (int) Math.min(left, count));
        if (got < 0) {
            throw new EOFException("the body ends within a chunk");
        }
        if (signed) {
            chunkHash.update(into, offset, got);
        }
        left -= got;
        return got;
    }

    private void nextChunk() throws IOException {
        if (begun) {
            endChunk();
        }
        begun = true;
        String line = line();
        int semicolon = line.indexOf(';');
        String size = semicolon < 0 ? line : line.substring(0, semicolon);
        int mark = line.indexOf(MARK);
        expected = mark < 0 ? "" : line.substring(mark + MARK.length()).strip();
        try {
            left = Long.parseLong(size.strip(), 16);
        } catch (NumberFormatException notASize) {
            throw incomplete();
        }
        if (left == 0) {
            verifyChunk();
            readTrailers();
            over = true;
        }
    }

    private void endChunk() throws IOException {
        if (!line().isEmpty()) {
            throw incomplete();
        }
        verifyChunk();
    }

    private void verifyChunk() {
        if (!signed) {
            return;
        }
        String right = signer.signature().ofChunk(previous, Hashes.hex(chunkHash.digest()));
        if (!Hashes.same(right, expected)) {
            throw mismatch();
        }
        previous = right;
    }

    private void readTrailers() throws IOException {
        StringBuilder canonical = new StringBuilder();
        String trailerSignature = null;
        for (String line = lineOrNull(); line != null && !line.isEmpty(); line = lineOrNull()) {
            int colon = line.indexOf(':');
            if (colon < 0) {
                throw incomplete();
            }
            String name = line.substring(0, colon).strip().toLowerCase(Locale.ROOT);
            String value = line.substring(colon + 1).strip();
            if (name.equals("x-amz-trailer-signature")) {
                trailerSignature = value;
            } else {
                trailers.put(name, value);
                canonical.append(name).append(':').append(value).append('\n');
            }
        }
        if (signed && withTrailer) {
            String right = signer.signature().ofTrailer(previous, Hashes.sha256Hex(canonical.toString()));
            if (trailerSignature == null || !Hashes.same(right, trailerSignature)) {
                throw mismatch();
            }
        }
    }

    private String line() throws IOException {
        String line = lineOrNull();
        if (line == null) {
            throw new EOFException("the body ends between chunks");
        }
        return line;
    }

    private @Nullable String lineOrNull() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream(96);
        for (int next = in.read(); next >= 0; next = in.read()) {
            if (next == '\n') {
                String text = line.toString(StandardCharsets.UTF_8);
                return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
            }
            if (line.size() >= LONGEST_LINE) {
                throw incomplete();
            }
            line.write(next);
        }
        return line.size() == 0 ? null : line.toString(StandardCharsets.UTF_8);
    }

    private static S3Refusal incomplete() {
        return S3Refusal.of(400, "IncompleteBody", "The chunks of the body are malformed.");
    }

    private static S3Refusal mismatch() {
        return S3Refusal.of(403, "SignatureDoesNotMatch", "The signature of a chunk does not match.");
    }
}
