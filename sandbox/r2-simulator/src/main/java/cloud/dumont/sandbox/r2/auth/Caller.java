package cloud.dumont.sandbox.r2.auth;

import java.io.InputStream;

/**
 * Who calls, proved by the signature.
 *
 * @param payloadHash what the signature says of the body: a hash, or one of the words for an unsigned or chunked one
 */
public record Caller(String keyId, Grant grant, String payloadHash, Signer signer) {
    public static final String UNSIGNED = "UNSIGNED-PAYLOAD";

    /** Goes on where the signature of the request ended. */
    record Signer(Signature signature, String seed) {}

    /** Whether the body comes in chunks of the S3 kind. */
    public boolean chunked() {
        return payloadHash.startsWith("STREAMING-");
    }

    /** Whether the signature covers the body as a whole. */
    public boolean hashed() {
        return payloadHash.length() == 64;
    }

    /** The bytes inside the chunks; reading fails where a chunk's signature does. */
    public ChunkedBody unchunk(InputStream body) {
        return new ChunkedBody(body, payloadHash, signer);
    }
}
