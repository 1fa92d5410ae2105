package cloud.dumont.instances.backup.store.presign;

import cloud.dumont.instances.backup.store.bucket.ObjectKeys;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Signs URLs of single objects for boxes, without asking the store: pure computation, some ten microseconds each. A PUT
 * creates only, with exactly the size and the checksum it was signed for. Any other method, key, host, size, checksum, a changed
 * or missing header, or a later moment, is refused by the store.
 */
public final class Presigner {
    public static final Duration LONGEST_PUT = Duration.ofMinutes(10);
    public static final Duration LONGEST_GET = Duration.ofMinutes(60);
    static final String CHECKSUM = "x-amz-checksum-crc32c";
    private static final int CRC_BYTES = 4;
    private static final long LARGEST = 4L << 30;
    private final PresignConfig config;
    private final String host;
    private final SigningKeys keys;

    public Presigner(PresignConfig config) {
        this.config = config;
        this.host = host(config);
        this.keys = new SigningKeys(config.secretAccessKey(), config.region());
    }

    /**
     * @param size 1 byte to 4 GiB
     * @param crc32c base64 of the four bytes
     * @param life at most {@link #LONGEST_PUT}
     * @throws IllegalArgumentException for a key, size, checksum or life outside of this
     */
    public PresignedUrl put(String key, long size, String crc32c, Duration life, Instant now) {
        within(life, LONGEST_PUT);
        if (size < 1 || size > LARGEST) {
            throw new IllegalArgumentException("no object has " + size + " bytes");
        }
        if (Base64.getDecoder().decode(crc32c).length != CRC_BYTES || crc32c.length() != 8) {
            throw new IllegalArgumentException("not a CRC-32C in base64");
        }
        SortedMap<String, String> signed = new TreeMap<>();
        signed.put("host", host);
        signed.put("content-length", Long.toString(size));
        signed.put("if-none-match", "*");
        signed.put(CHECKSUM, crc32c);
        return sign("PUT", key, signed, Map.of("If-None-Match", "*", CHECKSUM, crc32c), life, now);
    }

    /** @param life at most {@link #LONGEST_GET} */
    public PresignedUrl get(String key, Duration life, Instant now) {
        within(life, LONGEST_GET);
        SortedMap<String, String> signed = new TreeMap<>(Map.of("host", host));
        return sign("GET", key, signed, Map.of(), life, now);
    }

    private PresignedUrl sign(
            String method,
            String key,
            SortedMap<String, String> signed,
            Map<String, String> headers,
            Duration life,
            Instant now) {
        // keys hold nothing that would have to be escaped
        String path = "/" + config.bucket() + "/" + ObjectKeys.checked(key);
        QuerySignature signature =
                new QuerySignature(keys.on(now), config.accessKeyId(), config.region(), now, life.toSeconds());
        String url = config.endpoint().getScheme() + "://" + host + path + "?" + signature.of(method, path, signed);
        return new PresignedUrl(key, url, headers, now.plusSeconds(life.toSeconds()));
    }

    private static void within(Duration life, Duration longest) {
        if (life.compareTo(longest) > 0 || life.toSeconds() < 1) {
            throw new IllegalArgumentException("a URL lives 1 s to " + longest.toSeconds() + " s");
        }
    }

    /** As clients send it: without a port that goes without saying. */
    private static String host(PresignConfig config) {
        String scheme = config.endpoint().getScheme();
        int port = config.endpoint().getPort();
        boolean usual = port < 0 || scheme.equals("http") && port == 80 || scheme.equals("https") && port == 443;
        return config.endpoint().getHost() + (usual ? "" : ":" + port);
    }

    @Override
    public String toString() {
        return "presigner of " + config.bucket() + " at " + host;
    }
}
