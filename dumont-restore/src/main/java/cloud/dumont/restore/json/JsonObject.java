package cloud.dumont.restore.json;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A small JSON object as the platform writes them; members that nobody asks for are ignored. */
public final class JsonObject {
    private final Map<String, @Nullable Object> members;
    private final String name;

    JsonObject(Map<String, @Nullable Object> members, String name) {
        this.members = members;
        this.name = name;
    }

    /** @param name what errors call this object */
    public static JsonObject parse(byte[] utf8, String name) throws IOException {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(utf8))
                    .toString();
            if (new JsonText(text).parse() instanceof Map<?, ?> map) {
                @SuppressWarnings("unchecked")
                Map<String, @Nullable Object> members = (Map<String, @Nullable Object>) map;
                return new JsonObject(members, name);
            }
            throw new NotJson(name + " is not a JSON object");
        } catch (CharacterCodingException e) {
            throw new NotJson(name + " is not UTF-8");
        } catch (IllegalArgumentException e) {
            throw new NotJson(name + " is not JSON: " + e.getMessage());
        }
    }

    /** Bytes that should be a JSON object and are not, or lack a member. */
    public static final class NotJson extends IOException {
        NotJson(String message) {
            super(message);
        }
    }

    public String text(String member) throws IOException {
        if (members.get(member) instanceof String text) {
            return text;
        }
        throw new NotJson(name + " has no text \"" + member + "\"");
    }

    /** A whole number that is not negative. */
    public long number(String member) throws IOException {
        if (members.get(member) instanceof Long number && number >= 0) {
            return number;
        }
        throw new NotJson(name + " has no number \"" + member + "\"");
    }

    /** Empty if the member is null or not there. */
    public Optional<JsonObject> object(String member) throws IOException {
        Object value = members.get(member);
        if (value == null) {
            return Optional.empty();
        }
        if (value instanceof Map<?, ?> map) {
            @SuppressWarnings("unchecked")
            Map<String, @Nullable Object> inner = (Map<String, @Nullable Object>) map;
            return Optional.of(new JsonObject(inner, name + "." + member));
        }
        throw new NotJson(name + " has no object \"" + member + "\"");
    }
}
