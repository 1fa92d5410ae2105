package cloud.dumont.agent.store;

import cloud.dumont.agent.wire.BigEndian;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Signs URLs as the platform does, for one bucket of the simulator. */
final class SimulatorPresigner implements Presigner {
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);
    private final String endpoint;
    private final String root;
    private final Function<String, List<ObjectStore.Listed>> lists;
    final AtomicInteger calls = new AtomicInteger();
    /** So many calls from now on are answered with URLs that ran out long ago. */
    final AtomicInteger expired = new AtomicInteger();

    volatile Duration validFor = Duration.ofMinutes(10);

    SimulatorPresigner(String endpoint, String root, Function<String, List<ObjectStore.Listed>> lists) {
        this.endpoint = endpoint;
        this.root = root;
        this.lists = lists;
    }

    @Override
    public List<Grant> put(List<Put> objects) {
        Instant now = begin();
        return objects.stream()
                .map(object -> {
                    byte[] crc = new byte[4];
                    BigEndian.putInt(crc, 0, object.crc32c());
                    Map<String, String> headers = new TreeMap<>(Map.of(
                            "content-length", Long.toString(object.size()),
                            "if-none-match", "*",
                            "x-amz-checksum-crc32c", Base64.getEncoder().encodeToString(crc)));
                    return grant("PUT", object.name(), headers, now);
                })
                .toList();
    }

    @Override
    public List<Grant> get(List<String> names) {
        Instant now = begin();
        return names.stream().map(name -> grant("GET", name, Map.of(), now)).toList();
    }

    @Override
    public List<ObjectStore.Listed> list(String prefix, String after) {
        return lists.apply(root + prefix).stream()
                .map(listed -> new ObjectStore.Listed(listed.name().substring(root.length()), listed.size()))
                .filter(listed -> after == null || listed.name().compareTo(after) > 0)
                .toList();
    }

    private Instant begin() {
        calls.incrementAndGet();
        boolean old = expired.getAndUpdate(left -> Math.max(0, left - 1)) > 0;
        return old ? Instant.now().minusSeconds(3600) : Instant.now();
    }

    private Grant grant(String method, String name, Map<String, String> headers, Instant now) {
        URI base = URI.create(endpoint);
        String path = "/dumont-backups/" + root + name;
        Map<String, String> signed = new TreeMap<>(headers);
        signed.put("host", base.getHost() + ":" + base.getPort());
        String stamp = STAMP.format(now);
        String scope = stamp.substring(0, 8) + "/auto/s3/aws4_request";
        Map<String, String> query = new TreeMap<>(Map.of(
                "X-Amz-Algorithm",
                "AWS4-HMAC-SHA256",
                "X-Amz-Credential",
                "sandbox-key/" + scope,
                "X-Amz-Date",
                stamp,
                "X-Amz-Expires",
                Long.toString(validFor.toSeconds()),
                "X-Amz-SignedHeaders",
                String.join(";", signed.keySet())));
        StringBuilder canonical = new StringBuilder();
        query.forEach((key, value) -> canonical
                .append(canonical.isEmpty() ? "" : "&")
                .append(key)
                .append('=')
                .append(URLEncoder.encode(value, StandardCharsets.UTF_8)));
        StringBuilder lines = new StringBuilder();
        signed.forEach(
                (key, value) -> lines.append(key).append(':').append(value).append('\n'));
        String request = method + "\n" + path + "\n" + canonical + "\n" + lines + "\n"
                + String.join(";", signed.keySet()) + "\nUNSIGNED-PAYLOAD";
        String toSign = "AWS4-HMAC-SHA256\n" + stamp + "\n" + scope + "\n" + sha256(request);
        byte[] key = ("AWS4" + "sandbox-secret").getBytes(StandardCharsets.UTF_8);
        for (String part : scope.split("/")) {
            key = hmac(key, part);
        }
        String signature = HexFormat.of().formatHex(hmac(key, toSign));
        return new Grant(
                URI.create(endpoint + path + "?" + canonical + "&X-Amz-Signature=" + signature), headers, validFor);
    }

    private static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] hmac(byte[] key, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
