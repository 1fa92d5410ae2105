package cloud.dumont.sandbox.r2.auth;

import cloud.dumont.sandbox.r2.refusal.S3Refusal;
import cloud.dumont.sandbox.r2.wire.R2Request;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Finds out who calls. Every signature is computed anew and compared; nothing is taken on trust. */
public final class Authenticator {
    private static final Duration TOLERANCE = Duration.ofMinutes(15);
    private static final String CONTENT_HASH = "x-amz-content-sha256";

    private final String account;
    private final Map<String, AccessKey> keys;

    public Authenticator(String account, List<AccessKey> keys) {
        this.account = account;
        this.keys = keys.stream().collect(Collectors.toUnmodifiableMap(AccessKey::id, Function.identity()));
    }

    public Caller authenticate(R2Request request, Instant now) {
        SignedRequest signed = SignedRequest.of(request);
        AccessKey key = keys.get(signed.keyId());
        if (key == null) {
            throw S3Refusal.of(401, "Unauthorized", "The access key id is not known.");
        }
        requireFresh(signed, now);
        String secret = key.secret();
        Grant grant = Grant.of(key);
        if (signed.sessionToken() != null) {
            SessionToken.Verified verified = SessionToken.verify(signed.sessionToken(), key, account, now);
            secret = verified.secret();
            grant = verified.grant();
        }
        String payload = payload(request, signed);
        Signature signature = new Signature(secret, signed);
        String right = signature.ofRequest(request, signed.signedHeaders(), payload);
        if (!Hashes.same(right, signed.signature())) {
            throw S3Refusal.of(
                    403,
                    "SignatureDoesNotMatch",
                    "The request signature we calculated does not match the signature you provided.");
        }
        requireAllSigned(request, signed);
        return new Caller(key.id(), grant, payload, new Caller.Signer(signature, right));
    }

    private static void requireFresh(SignedRequest signed, Instant now) {
        Instant at = signed.at();
        if (signed.presigned()) {
            if (!now.isBefore(at.plusSeconds(signed.expires()))) {
                throw S3Refusal.of(400, "ExpiredRequest", "Request has expired.");
            }
            if (at.isAfter(now.plus(TOLERANCE))) {
                throw S3Refusal.accessDenied("Request is not valid yet.");
            }
        } else if (Duration.between(at, now).abs().compareTo(TOLERANCE) > 0) {
            throw S3Refusal.of(
                    403,
                    "RequestTimeTooSkewed",
                    "The difference between the request time and the server's time is too large.");
        }
    }

    private static String payload(R2Request request, SignedRequest signed) {
        String header = request.header(CONTENT_HASH);
        if (signed.presigned()) {
            if (header != null && signed.signedHeaders().contains(CONTENT_HASH)) {
                return header;
            }
            return request.parameter("X-Amz-Content-Sha256").orElse(Caller.UNSIGNED);
        }
        if (header == null) {
            throw S3Refusal.of(400, "InvalidRequest", "Missing required header for this request: " + CONTENT_HASH);
        }
        if (!header.equals(Caller.UNSIGNED) && !header.startsWith("STREAMING-") && !header.matches("[0-9a-f]{64}")) {
            throw S3Refusal.invalid(CONTENT_HASH + " must be UNSIGNED-PAYLOAD, STREAMING-… or a hash");
        }
        return header;
    }

    /** What changes the meaning of a call must be covered by the signature. */
    private static void requireAllSigned(R2Request request, SignedRequest signed) {
        List<String> covered = signed.signedHeaders();
        if (!covered.contains("host")) {
            throw S3Refusal.accessDenied("the host must be signed");
        }
        for (String name : request.headers().keySet()) {
            boolean exempt = signed.presigned() && name.equals(CONTENT_HASH);
            if (name.startsWith("x-amz-") && !exempt && !covered.contains(name)) {
                throw S3Refusal.accessDenied(
                        "There were headers present in the request which were not signed: " + name);
            }
        }
    }
}
