package cloud.dumont.sandbox.wire;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Takes what looks like a secret out of what is logged. */
final class Redaction {
    private static final Pattern NAME = Pattern.compile("TOKEN|KEY|SECRET|PASSWORD|LOGIN");

    /** A whole word and what assigns to it; nothing in it is tried twice, since texts may be long. */
    private static final Pattern ASSIGNMENT = Pattern.compile("(?i)(?<![A-Z0-9_])([A-Z0-9_]++)\\s*+[=:]\\s*+[\"']?");

    private static final Pattern VALUE_END = Pattern.compile("[\\s;&\"']|$");
    private static final String STARS = "***";

    private Redaction() {}

    static String key(@Nullable String key) {
        if (key == null || key.isEmpty()) {
            return "none";
        }
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
            return "sha256:" + HexFormat.of().formatHex(hash, 0, 4);
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every Java has SHA-256", missing);
        }
    }

    static String query(Map<String, String> query) {
        return query.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + (isSecret(entry.getKey()) ? STARS : entry.getValue()))
                .collect(Collectors.joining("&"));
    }

    /** JSON stays JSON; anything else stays text. */
    static Object body(String body) {
        if (body.isBlank()) {
            return "";
        }
        return Json.parse(body).<Object>map(Redaction::clean).orElseGet(() -> scrub(body));
    }

    private static JsonNode clean(JsonNode node) {
        if (node instanceof ObjectNode object) {
            if (isItem(object)) {
                return item(object);
            }
            ObjectNode copy = Json.object();
            object.properties().forEach(field -> {
                boolean hide = isSecret(field.getKey()) && field.getValue().isString();
                copy.set(field.getKey(), hide ? Json.tree(STARS) : clean(field.getValue()));
            });
            return copy;
        }
        if (node instanceof ArrayNode array) {
            ArrayNode copy = Json.array();
            array.forEach(item -> copy.add(clean(item)));
            return copy;
        }
        return node.isString() ? Json.tree(scrub(node.asString())) : node;
    }

    private static boolean isItem(ObjectNode object) {
        return object.size() == 2
                && object.path("key").isString()
                && object.path("value").isString();
    }

    /** A pair of name and value: here {@code key} is the name. Scripts hold what their authors put in them. */
    private static JsonNode item(ObjectNode pair) {
        String name = pair.path("key").asString();
        String value = pair.path("value").asString();
        boolean hide = isSecret(name) && !name.equals("ssh-keys") || name.endsWith("-script");
        return Json.object().put("key", name).put("value", hide ? STARS : scrub(value));
    }

    private static String scrub(String text) {
        StringBuilder clean = new StringBuilder();
        Matcher assignment = ASSIGNMENT.matcher(text);
        Matcher end = VALUE_END.matcher(text);
        int done = 0;
        while (assignment.find(Math.max(done, assignment.hasMatch() ? assignment.end() : 0))) {
            if (isSecret(assignment.group(1)) && end.find(assignment.end()) && end.start() > assignment.end()) {
                clean.append(text, done, assignment.end()).append(STARS);
                done = end.start();
            }
        }
        return clean.append(text, done, text.length()).toString();
    }

    /** Token names are bounded by case only: {@code api_key}, {@code jupyter_token}, {@code DUMONT_TOKEN} all match. */
    private static boolean isSecret(String name) {
        return NAME.matcher(name.toUpperCase(Locale.ROOT)).find() && !name.equals("after_token");
    }
}
