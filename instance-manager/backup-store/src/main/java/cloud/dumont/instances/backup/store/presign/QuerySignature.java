package cloud.dumont.instances.backup.store.presign;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.SortedMap;
import javax.crypto.spec.SecretKeySpec;

/** AWS Signature Version 4 in the query of a URL; the body is not signed, its checksum header is. */
record QuerySignature(SecretKeySpec key, String accessKeyId, String region, Instant now, long seconds) {
    private static final String ALGORITHM = "AWS4-HMAC-SHA256";
    private static final String BODY = "UNSIGNED-PAYLOAD";
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);
    private static final HexFormat HEX = HexFormat.of();

    /** @param headers to sign, names in lower case @return the whole query, signature last */
    String of(String method, String path, SortedMap<String, String> headers) {
        String time = TIME.format(now);
        String scope = time.substring(0, 8) + "/" + region + "/" + SigningKeys.SERVICE + "/aws4_request";
        String names = String.join(";", headers.keySet());
        String query = "X-Amz-Algorithm=" + ALGORITHM
                + "&X-Amz-Credential=" + escaped(accessKeyId + "/" + scope)
                + "&X-Amz-Date=" + time
                + "&X-Amz-Expires=" + seconds
                + "&X-Amz-SignedHeaders=" + escaped(names);
        StringBuilder request = new StringBuilder(512);
        request.append(method)
                .append('\n')
                .append(path)
                .append('\n')
                .append(query)
                .append('\n');
        headers.forEach(
                (name, value) -> request.append(name).append(':').append(value).append('\n'));
        request.append('\n').append(names).append('\n').append(BODY);
        String toSign = ALGORITHM + "\n" + time + "\n" + scope + "\n" + sha256(request.toString());
        return query + "&X-Amz-Signature=" + HEX.formatHex(SigningKeys.hmac(key, toSign));
    }

    private static String escaped(String text) {
        StringBuilder out = new StringBuilder(text.length() + 16);
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xFF);
            if (c < 128 && Character.isLetterOrDigit(c) || c == '-' || c == '_' || c == '.' || c == '~') {
                out.append(c);
            } else {
                out.append('%').append(HexFormat.of().withUpperCase().toHexDigits(b));
            }
        }
        return out.toString();
    }

    private static String sha256(String text) {
        try {
            return HEX.formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has SHA-256", impossible);
        }
    }

    @Override
    public String toString() {
        return "signature of " + accessKeyId;
    }
}
