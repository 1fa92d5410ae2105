package cloud.dumont.benchmark.backup;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** URLs for single requests to the simulated store, signed as the platform signs them (AWS version 4, in the query). */
final class Signing {
    static final String KEY = "bench-key";
    static final String SECRET = "bench-secret";
    static final String BUCKET = "dumont-backups";
    private static final String ALGORITHM = "AWS4-HMAC-SHA256";
    private static final String SECONDS = "3600";
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);
    private final String endpoint;
    private final String host;
    private final InstantSource clock;

    /** @param endpoint without a slash at its end */
    Signing(String endpoint, InstantSource clock) {
        this.endpoint = endpoint;
        this.host = URI.create(endpoint).getRawAuthority();
        this.clock = clock;
    }

    /** @param key of the object; empty: the bucket itself @param headers that must be sent so, names in lower case */
    String url(String method, String key, Map<String, String> parameters, Map<String, String> headers) {
        String stamp = STAMP.format(clock.instant());
        String scope = stamp.substring(0, 8) + "/auto/s3/aws4_request";
        SortedMap<String, String> signed = new TreeMap<>(headers);
        signed.put("host", host);
        String names = String.join(";", signed.keySet());
        SortedMap<String, String> query = new TreeMap<>(parameters);
        query.put("X-Amz-Algorithm", ALGORITHM);
        query.put("X-Amz-Credential", KEY + "/" + scope);
        query.put("X-Amz-Date", stamp);
        query.put("X-Amz-Expires", SECONDS);
        query.put("X-Amz-SignedHeaders", names);
        String path = "/" + BUCKET + (key.isEmpty() ? "" : "/" + key);
        String text = query.entrySet().stream()
                .map(it -> it.getKey() + "=" + escaped(it.getValue()))
                .collect(Collectors.joining("&"));
        String lines = signed.entrySet().stream()
                .map(it -> it.getKey() + ":" + it.getValue() + "\n")
                .collect(Collectors.joining());
        String request = method + "\n" + path + "\n" + text + "\n" + lines + "\n" + names + "\nUNSIGNED-PAYLOAD";
        String signature = HexFormat.of().formatHex(sign(stamp, scope, request));
        return endpoint + path + "?" + text + "&X-Amz-Signature=" + signature;
    }

    private static String escaped(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static byte[] sign(String stamp, String scope, String request) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(request.getBytes(StandardCharsets.UTF_8));
            byte[] key = ("AWS4" + SECRET).getBytes(StandardCharsets.UTF_8);
            for (String part : scope.split("/", -1)) {
                key = hmac(key, part);
            }
            return hmac(
                    key,
                    ALGORITHM + "\n" + stamp + "\n" + scope + "\n"
                            + HexFormat.of().formatHex(hash));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private static byte[] hmac(byte[] key, String text) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    }
}
