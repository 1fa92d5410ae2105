package cloud.dumont.sandbox.r2.auth;

import cloud.dumont.sandbox.r2.refusal.S3Refusal;
import cloud.dumont.sandbox.r2.wire.R2Request;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The parts of a version 4 signature, from the header or from the query.
 *
 * @param date as sent, {@code 20260101T000000Z}
 * @param expires seconds that a presigned address lives, -1 for a signature in the header
 */
record SignedRequest(
        String keyId,
        String date,
        Scope scope,
        List<String> signedHeaders,
        String signature,
        @Nullable String sessionToken,
        long expires) {
    static final String ALGORITHM = "AWS4-HMAC-SHA256";
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'");
    private static final Set<String> REGIONS = Set.of("auto", "us-east-1", "");
    private static final long LONGEST_EXPIRES = 604_800;

    /** Day, region and service that the signing key is made for. */
    record Scope(String day, String region, String service, String terminator) {
        @Override
        public String toString() {
            return day + "/" + region + "/" + service + "/" + terminator;
        }
    }

    boolean presigned() {
        return expires >= 0;
    }

    Instant at() {
        try {
            return LocalDateTime.parse(date, DATE).toInstant(ZoneOffset.UTC);
        } catch (DateTimeParseException notADate) {
            throw S3Refusal.accessDenied("the signature has no valid date");
        }
    }

    static SignedRequest of(R2Request request) {
        String authorization = request.header("authorization");
        if (authorization != null) {
            return ofHeader(request, authorization);
        }
        if (request.has("X-Amz-Signature")) {
            return ofQuery(request);
        }
        throw S3Refusal.of(401, "Unauthorized", "The request has no signature.");
    }

    private static SignedRequest ofHeader(R2Request request, String authorization) {
        if (!authorization.startsWith(ALGORITHM + " ")) {
            throw malformed("only " + ALGORITHM + " is supported");
        }
        Map<String, String> fields = new HashMap<>();
        for (String field : authorization.substring(ALGORITHM.length() + 1).split(",")) {
            int split = field.indexOf('=');
            if (split > 0) {
                fields.put(
                        field.substring(0, split).strip(),
                        field.substring(split + 1).strip());
            }
        }
        String date = request.header("x-amz-date");
        return of(
                required(fields.get("Credential"), "Credential"),
                required(date, "x-amz-date"),
                required(fields.get("SignedHeaders"), "SignedHeaders"),
                required(fields.get("Signature"), "Signature"),
                request.header("x-amz-security-token"),
                -1);
    }

    private static SignedRequest ofQuery(R2Request request) {
        if (!request.parameter("X-Amz-Algorithm").orElse("").equals(ALGORITHM)) {
            throw malformed("only " + ALGORITHM + " is supported");
        }
        long expires = expires(request.parameter("X-Amz-Expires").orElse(""));
        return of(
                required(request.parameter("X-Amz-Credential").orElse(null), "X-Amz-Credential"),
                required(request.parameter("X-Amz-Date").orElse(null), "X-Amz-Date"),
                required(request.parameter("X-Amz-SignedHeaders").orElse(null), "X-Amz-SignedHeaders"),
                request.parameter("X-Amz-Signature").orElse(""),
                request.parameter("X-Amz-Security-Token").orElse(null),
                expires);
    }

    private static long expires(String text) {
        try {
            long seconds = Long.parseLong(text);
            if (seconds >= 1 && seconds <= LONGEST_EXPIRES) {
                return seconds;
            }
        } catch (NumberFormatException notANumber) {
            throw malformed("X-Amz-Expires must be a number");
        }
        throw malformed("X-Amz-Expires must be between 1 and " + LONGEST_EXPIRES);
    }

    private static SignedRequest of(
            String credential,
            String date,
            String signedHeaders,
            String signature,
            @Nullable String token,
            long expires) {
        String[] parts = credential.split("/", -1);
        if (parts.length != 5 || !parts[3].equals("s3") || !parts[4].equals("aws4_request")) {
            throw malformed("the credential must be KEY/DAY/REGION/s3/aws4_request");
        }
        if (!REGIONS.contains(parts[2])) {
            throw S3Refusal.of(400, "InvalidRegionName", "The region name '" + parts[2] + "' is not valid.");
        }
        if (!date.startsWith(parts[1])) {
            throw S3Refusal.accessDenied("the day of the credential is not that of the request");
        }
        Scope scope = new Scope(parts[1], parts[2], parts[3], parts[4]);
        return new SignedRequest(parts[0], date, scope, List.of(signedHeaders.split(";")), signature, token, expires);
    }

    private static String required(@Nullable String value, String name) {
        if (value == null || value.isEmpty()) {
            throw malformed(name + " is missing");
        }
        return value;
    }

    private static S3Refusal malformed(String message) {
        return S3Refusal.of(400, "AuthorizationHeaderMalformed", message);
    }
}
