package cloud.dumont.sandbox.r2.auth;

import cloud.dumont.sandbox.r2.wire.Percent;
import cloud.dumont.sandbox.r2.wire.R2Request;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The arithmetic of signature version 4. */
final class Signature {
    private final byte[] key;
    private final String date;
    private final String scope;

    Signature(String secret, SignedRequest signed) {
        byte[] day = Hashes.hmac(
                ("AWS4" + secret).getBytes(StandardCharsets.UTF_8),
                signed.scope().day());
        byte[] region = Hashes.hmac(day, signed.scope().region());
        byte[] service = Hashes.hmac(region, signed.scope().service());
        this.key = Hashes.hmac(service, signed.scope().terminator());
        this.date = signed.date();
        this.scope = signed.scope().toString();
    }

    String ofRequest(R2Request request, List<String> signedHeaders, String payloadHash) {
        String canonical = request.method() + "\n"
                + Percent.encodePath(request.path()) + "\n"
                + query(request) + "\n"
                + headers(request, signedHeaders) + "\n"
                + String.join(";", signedHeaders) + "\n"
                + payloadHash;
        return sign(SignedRequest.ALGORITHM, Hashes.sha256Hex(canonical));
    }

    String ofChunk(String previous, String chunkHash) {
        return sign("AWS4-HMAC-SHA256-PAYLOAD", previous + "\n" + Hashes.EMPTY + "\n" + chunkHash);
    }

    String ofTrailer(String previous, String trailerHash) {
        return sign("AWS4-HMAC-SHA256-TRAILER", previous + "\n" + trailerHash);
    }

    private String sign(String algorithm, String rest) {
        return Hashes.hex(Hashes.hmac(key, algorithm + "\n" + date + "\n" + scope + "\n" + rest));
    }

    private static String query(R2Request request) {
        return request.query().stream()
                .filter(parameter -> !parameter.name().equals("X-Amz-Signature"))
                .map(parameter -> Map.entry(Percent.encode(parameter.name()), Percent.encode(parameter.value())))
                .sorted(Map.Entry.<String, String>comparingByKey().thenComparing(Map.Entry.comparingByValue()))
                .map(entry -> entry.getKey() + "=" + entry.getValue())
                .collect(Collectors.joining("&"));
    }

    private static String headers(R2Request request, List<String> names) {
        return names.stream()
                .map(name -> name + ":" + trimmed(request.header(name)) + "\n")
                .collect(Collectors.joining());
    }

    private static String trimmed(@Nullable String value) {
        return value == null ? "" : value.strip().replaceAll(" +", " ");
    }
}
