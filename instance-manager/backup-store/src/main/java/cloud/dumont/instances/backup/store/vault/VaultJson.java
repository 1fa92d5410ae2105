package cloud.dumont.instances.backup.store.vault;

import cloud.dumont.agent.protocol.backup.CommitRef;
import cloud.dumont.instances.backup.store.key.KeySlot;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The format's JSON objects, member for member. */
final class VaultJson {
    static final String FORMAT = "DVF1";
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private VaultJson() {}

    static byte[] format(String workspace) {
        ObjectNode node = JSON.createObjectNode();
        node.put("format", FORMAT).put("version", 1).put("workspace", workspace);
        return JSON.writeValueAsBytes(node);
    }

    static byte[] slot(KeySlot slot) {
        ObjectNode node = JSON.createObjectNode();
        node.put("slot", slot.slot())
                .put("kek", slot.kek())
                .put("wrapped", Base64.getEncoder().encodeToString(slot.wrapped()));
        return JSON.writeValueAsBytes(node);
    }

    static KeySlot slot(String key, byte[] json) {
        JsonNode node = read(key, json);
        return new KeySlot(
                node.path("slot").asString(""),
                node.path("kek").asString(""),
                Base64.getDecoder().decode(node.path("wrapped").asString("")));
    }

    static byte[] fence(Fence fence) {
        ObjectNode node = JSON.createObjectNode();
        node.put("epoch", fence.epoch());
        CommitRef sealed = fence.sealed();
        if (sealed == null) {
            node.putNull("sealed");
        } else {
            node.set("sealed", ref(sealed));
        }
        node.put("time", fence.time().toString());
        return JSON.writeValueAsBytes(node);
    }

    /** The commit that the fence in the store builds on. */
    static @Nullable CommitRef sealed(String key, byte[] json) {
        JsonNode sealed = read(key, json).path("sealed");
        return sealed.isObject()
                ? new CommitRef(
                        sealed.path("epoch").asLong(),
                        sealed.path("seq").asLong(),
                        sealed.path("sha256").asString(""))
                : null;
    }

    static byte[] head(CommitRef tip) {
        return JSON.writeValueAsBytes(ref(tip));
    }

    static String workspace(String key, byte[] json) {
        JsonNode node = read(key, json);
        boolean known = FORMAT.equals(node.path("format").asString(""))
                && node.path("version").asInt() == 1;
        if (!known) {
            throw new VaultConflict("not a workspace of this format: " + key);
        }
        return node.path("workspace").asString("");
    }

    private static JsonNode read(String key, byte[] json) {
        try {
            return JSON.readTree(json);
        } catch (JacksonException broken) {
            throw new VaultConflict("not readable: " + key);
        }
    }

    private static ObjectNode ref(CommitRef commit) {
        return JSON.createObjectNode()
                .put("epoch", commit.epoch())
                .put("seq", commit.seq())
                .put("sha256", commit.sha256());
    }
}
