package cloud.dumont.sandbox.r2.cloudflare;

import cloud.dumont.sandbox.r2.auth.AccessKey;
import cloud.dumont.sandbox.r2.auth.Permission;
import cloud.dumont.sandbox.r2.auth.SessionToken;
import cloud.dumont.sandbox.r2.refusal.S3Refusal;
import cloud.dumont.sandbox.r2.store.LockRule;
import cloud.dumont.sandbox.r2.store.Store;
import cloud.dumont.sandbox.r2.wire.R2Answer;
import cloud.dumont.sandbox.r2.wire.R2Request;
import cloud.dumont.sandbox.wire.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** The part of Cloudflare's own API that belongs to R2: temporary credentials and bucket locks. */
public final class CloudflareApi {
    public static final String PREFIX = "/client/v4/";
    private static final int LARGEST_BODY = 1 << 20;
    private static final int MOST_RULES = 1_000;
    private static final long LONGEST_TTL = 604_800;
    private static final long USUAL_TTL = 900;
    private static final Set<String> CONDITIONS = Set.of("Age", "Date", "Indefinite");

    private final String account;
    private final String token;
    private final Map<String, AccessKey> keys;
    private final Store store;

    public CloudflareApi(String account, String token, Map<String, AccessKey> keys, Store store) {
        this.account = account;
        this.token = token;
        this.keys = Map.copyOf(keys);
        this.store = store;
    }

    /** Rules as the API writes them. */
    private record Rules(@Nullable List<LockRule> rules) {}

    public R2Answer answer(R2Request request, Instant now) throws IOException {
        if (!authorized(request)) {
            return failure(403, 10000, "Authentication error");
        }
        String base = PREFIX + "accounts/" + account + "/r2/";
        String call = request.path().startsWith(base) ? request.path().substring(base.length()) : "";
        try {
            if (call.equals("temp-access-credentials") && request.method().equals("POST")) {
                return mint(request, now);
            }
            String[] parts = call.split("/");
            if (parts.length == 3 && parts[0].equals("buckets") && parts[2].equals("lock")) {
                return locks(request, parts[1]);
            }
            return failure(404, 7003, "Could not route to " + request.path());
        } catch (S3Refusal refused) {
            return failure(refused.status(), 10006, refused.message());
        } catch (JacksonException malformed) {
            return failure(400, 10040, "The body is malformed.");
        }
    }

    private boolean authorized(R2Request request) {
        byte[] sent = String.valueOf(request.header("authorization")).getBytes(StandardCharsets.UTF_8);
        return MessageDigest.isEqual(sent, ("Bearer " + token).getBytes(StandardCharsets.UTF_8));
    }

    private static String body(R2Request request) throws IOException {
        return new String(request.body().readNBytes(LARGEST_BODY), StandardCharsets.UTF_8);
    }

    private R2Answer mint(R2Request request, Instant now) throws IOException {
        JsonNode body = Json.parse(body(request)).orElseThrow(() -> S3Refusal.invalid("The body is malformed."));
        AccessKey parent = keys.get(body.path("parentAccessKeyId").asString(""));
        if (parent == null) {
            throw S3Refusal.invalid("parentAccessKeyId is not known");
        }
        Permission permission = Permission.of(body.path("permission").asString(""))
                .orElseThrow(() -> S3Refusal.invalid("permission is not valid"));
        long ttl = body.path("ttlSeconds").asLong(USUAL_TTL);
        if (ttl < 1 || ttl > LONGEST_TTL) {
            throw S3Refusal.invalid("ttlSeconds must be between 1 and " + LONGEST_TTL);
        }
        String bucket = body.path("bucket").asString("");
        store.bucket(bucket);
        SessionToken.Minted minted = SessionToken.mint(
                parent,
                account,
                String.valueOf(request.header("host")),
                bucket,
                permission,
                List.of(),
                texts(body.path("prefixes")),
                texts(body.path("objects")),
                now,
                ttl);
        return success(minted);
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(item -> texts.add(item.asString("")));
        return texts;
    }

    private R2Answer locks(R2Request request, String bucket) throws IOException {
        return switch (request.method()) {
            case "GET" -> success(new Rules(store.bucket(bucket).locks()));
            case "PUT" -> {
                List<LockRule> rules = Json.read(body(request), Rules.class).rules();
                store.lock(bucket, checked(rules == null ? List.of() : rules));
                yield success(Map.of());
            }
            default -> failure(405, 10405, "Method not allowed for this authentication scheme");
        };
    }

    private static List<LockRule> checked(List<LockRule> rules) {
        if (rules.size() > MOST_RULES) {
            throw S3Refusal.invalid("there may be " + MOST_RULES + " rules");
        }
        for (LockRule rule : rules) {
            LockRule.Condition condition = rule.condition();
            boolean complete = CONDITIONS.contains(condition.type())
                    && (!condition.type().equals("Age") || condition.maxAgeSeconds() != null)
                    && (!condition.type().equals("Date") || condition.date() != null);
            if (!complete) {
                throw S3Refusal.invalid("the condition of rule " + rule.id() + " is not valid");
            }
        }
        return rules;
    }

    private static R2Answer success(Object result) {
        Map<String, Object> envelope = new LinkedHashMap<>();
        envelope.put("success", true);
        envelope.put("errors", List.of());
        envelope.put("messages", List.of());
        envelope.put("result", result);
        return R2Answer.text(200, "application/json", Json.write(envelope));
    }

    private static R2Answer failure(int status, int code, String message) {
        Map<String, Object> envelope = new LinkedHashMap<>();
        envelope.put("success", false);
        envelope.put("errors", List.of(Map.of("code", code, "message", message)));
        envelope.put("messages", List.of());
        envelope.put("result", null);
        return R2Answer.text(status, "application/json", Json.write(envelope));
    }
}
