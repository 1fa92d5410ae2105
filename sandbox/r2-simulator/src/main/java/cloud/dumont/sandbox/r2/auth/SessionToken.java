package cloud.dumont.sandbox.r2.auth;

import cloud.dumont.sandbox.r2.refusal.S3Refusal;
import cloud.dumont.sandbox.wire.Json;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * R2's temporary credentials: a JWT signed with the parent's secret says what they allow, its hash is their secret, and
 * the store needs to remember nothing.
 */
public final class SessionToken {
    private static final String MARK = "jwt/";
    private static final String HEADER = "{\"alg\":\"HS256\",\"typ\":\"JWT\"}";

    private SessionToken() {}

    /** What a temporary credential is made of. */
    public record Minted(String accessKeyId, String secretAccessKey, String sessionToken) {}

    /** What a verified token gives. */
    record Verified(String secret, Grant grant) {}

    /**
     * @param actions empty for all that the permission includes
     */
    public static Minted mint(
            AccessKey parent,
            String account,
            String audience,
            String bucket,
            Permission permission,
            List<String> actions,
            List<String> prefixes,
            List<String> objects,
            Instant now,
            long ttlSeconds) {
        Map<String, Object> claims = new LinkedHashMap<>();
        claims.put("bucket", bucket);
        claims.put("scope", permission.word());
        if (!actions.isEmpty()) {
            claims.put("actions", actions);
        }
        claims.put("paths", Map.of("prefixPaths", prefixes, "objectPaths", objects));
        claims.put("sub", account);
        claims.put("iss", parent.id());
        claims.put("aud", audience);
        claims.put("iat", now.getEpochSecond());
        claims.put("exp", now.getEpochSecond() + ttlSeconds);
        String unsigned = encode(HEADER) + "." + encode(Json.write(claims));
        String jwt = unsigned + "." + signature(parent, unsigned);
        return new Minted(
                parent.id(),
                Hashes.sha256Hex(jwt),
                Base64.getEncoder().encodeToString((MARK + jwt).getBytes(StandardCharsets.UTF_8)));
    }

    static Verified verify(String token, AccessKey parent, String account, Instant now) {
        String jwt = unwrap(token);
        String[] parts = jwt.split("\\.", -1);
        if (parts.length != 3) {
            throw invalid();
        }
        JsonNode header = json(parts[0]);
        String expected = signature(parent, parts[0] + "." + parts[1]);
        if (!header.path("alg").asString("").equals("HS256") || !Hashes.same(expected, parts[2])) {
            throw invalid();
        }
        JsonNode claims = json(parts[1]);
        boolean issued = claims.path("iss").asString("").equals(parent.id())
                && claims.path("sub").asString("").equals(account)
                && !claims.path("aud").asString("").isEmpty();
        if (!issued) {
            throw invalid();
        }
        if (claims.path("exp").asLong(0) <= now.getEpochSecond()) {
            throw S3Refusal.of(400, "ExpiredToken", "The provided token has expired.");
        }
        return new Verified(Hashes.sha256Hex(jwt), grant(claims, parent));
    }

    private static Grant grant(JsonNode claims, AccessKey parent) {
        String bucket = claims.path("bucket").asString("");
        Permission permission = Permission.of(claims.path("scope").asString("")).orElseThrow(SessionToken::invalid);
        boolean withinParent = bucket.isEmpty()
                || parent.buckets().isEmpty()
                || parent.buckets().contains(bucket);
        if (bucket.isEmpty() || !withinParent || permission.compareTo(parent.permission()) < 0) {
            throw invalid();
        }
        Set<Action> actions = null;
        if (claims.path("actions").isArray()) {
            actions = EnumSet.noneOf(Action.class);
            for (String word : texts(claims.path("actions"))) {
                actions.add(Action.of(word).orElseThrow(SessionToken::invalid));
            }
        }
        JsonNode paths = claims.path("paths");
        return new Grant(
                permission,
                actions,
                Set.of(bucket),
                texts(paths.path("prefixPaths")),
                Set.copyOf(texts(paths.path("objectPaths"))));
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(item -> texts.add(item.asString("")));
        return texts;
    }

    private static String unwrap(String token) {
        try {
            String text = new String(Base64.getDecoder().decode(token), StandardCharsets.UTF_8);
            if (text.startsWith(MARK)) {
                return text.substring(MARK.length());
            }
        } catch (IllegalArgumentException notBase64) {
            throw invalid();
        }
        throw invalid();
    }

    private static JsonNode json(String part) {
        try {
            String text = new String(Base64.getUrlDecoder().decode(part), StandardCharsets.UTF_8);
            return Json.parse(text).orElseThrow(SessionToken::invalid);
        } catch (IllegalArgumentException notBase64) {
            throw invalid();
        }
    }

    private static String signature(AccessKey parent, String unsigned) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(Hashes.hmac(parent.secret().getBytes(StandardCharsets.UTF_8), unsigned));
    }

    private static String encode(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static S3Refusal invalid() {
        return S3Refusal.of(400, "InvalidToken", "The provided token is malformed or otherwise not valid.");
    }
}
