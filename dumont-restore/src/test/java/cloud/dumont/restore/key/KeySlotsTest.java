package cloud.dumont.restore.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloud.dumont.restore.json.JsonObject;
import cloud.dumont.restore.source.MemorySource;
import cloud.dumont.restore.source.MissingObject;
import cloud.dumont.restore.writer.Bytes;
import cloud.dumont.restore.writer.Crypto;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class KeySlotsTest {
    private static final byte[] KEY = HexFormat.of().parseHex("42".repeat(32));
    private static final byte[] NONCE = HexFormat.of().parseHex("07".repeat(12));

    private final MemorySource store = new MemorySource();
    private final KeySlots slots = new KeySlots(store, "r/", "ws-9");

    private static String wrapped(byte[] wrapping, String workspace, String slot) {
        byte[] aad = ("dvf1/key/" + workspace + "/" + slot).getBytes(StandardCharsets.UTF_8);
        return Base64.getEncoder()
                .encodeToString(new Bytes()
                        .raw(NONCE)
                        .raw(Crypto.seal(wrapping, NONCE, KEY, aad))
                        .array());
    }

    private void put(String slot, String json) {
        store.objects().put("r/keys/" + slot, json.getBytes(StandardCharsets.UTF_8));
    }

    /** PBKDF2 by hand: one block of output is as long as the hash. */
    private static byte[] stretched(String passphrase, byte[] salt, int iterations) {
        byte[] secret = passphrase.getBytes(StandardCharsets.UTF_8);
        byte[] u = Crypto.hmac(secret, new Bytes().raw(salt).u32(1).array());
        byte[] sum = u.clone();
        for (int i = 1; i < iterations; i++) {
            u = Crypto.hmac(secret, u);
            for (int b = 0; b < sum.length; b++) {
                sum[b] ^= u[b];
            }
        }
        return sum;
    }

    private void putPassphrase(String workspace, String kdf, long iterations, String wrapped) {
        put(
                "passphrase",
                "{\"slot\":\"passphrase\",\"kdf\":\"" + kdf + "\",\"iterations\":" + iterations
                        + ",\"salt\":\"c2FsdHNhbHQ=\",\"wrapped\":\"" + wrapped + "\"}");
    }

    @Test
    void theDerivationIsThatOfRfc7914() {
        byte[] derived = stretched("passwd", "salt".getBytes(StandardCharsets.UTF_8), 1);
        assertThat(HexFormat.of().formatHex(derived))
                .isEqualTo("55ac046e56e3089fec1691c22544b605f94185216dde0465e68b9d57c20dacbc");
    }

    @Test
    void aPassphraseOpensItsSlot() throws Exception {
        byte[] wrapping = stretched("grüße, Welt", "saltsalt".getBytes(StandardCharsets.UTF_8), 1000);
        putPassphrase("ws-9", "PBKDF2-HMAC-SHA256", 1000, wrapped(wrapping, "ws-9", "passphrase"));
        assertThat(slots.byPassphrase("grüße, Welt".toCharArray()).bytes()).isEqualTo(KEY);
        assertThatThrownBy(() -> slots.byPassphrase("grüße, welt".toCharArray()))
                .isInstanceOf(KeyRefused.class)
                .hasMessageContaining("does not fit");
    }

    @Test
    void slotsOfOtherWorkspacesUnknownDerivationsAndHugeCountsAreRefused() {
        byte[] wrapping = stretched("x", "saltsalt".getBytes(StandardCharsets.UTF_8), 10);
        putPassphrase("ws-8", "PBKDF2-HMAC-SHA256", 10, wrapped(wrapping, "ws-8", "passphrase"));
        assertThatThrownBy(() -> slots.byPassphrase(new char[] {'x'})).isInstanceOf(KeyRefused.class);
        putPassphrase("ws-9", "ROT13", 10, wrapped(wrapping, "ws-9", "passphrase"));
        assertThatThrownBy(() -> slots.byPassphrase(new char[] {'x'})).hasMessageContaining("ROT13");
        putPassphrase("ws-9", "PBKDF2-HMAC-SHA256", 99_000_000_000L, wrapped(wrapping, "ws-9", "passphrase"));
        assertThatThrownBy(() -> slots.byPassphrase(new char[] {'x'})).hasMessageContaining("iterations");
        putPassphrase("ws-9", "PBKDF2-HMAC-SHA256", 10, "AAAA");
        assertThatThrownBy(() -> slots.byPassphrase(new char[] {'x'})).isInstanceOf(KeyRefused.class);
    }

    @Test
    void thePlatformsKeyOpensItsSlot() throws Exception {
        byte[] platform = HexFormat.of().parseHex("13".repeat(32));
        put(
                "platform",
                "{\"slot\":\"platform\",\"kek\":\"k1\",\"wrapped\":\"" + wrapped(platform, "ws-9", "platform") + "\"}");
        assertThat(slots.byPlatformKey(platform).bytes()).isEqualTo(KEY);
        assertThatThrownBy(() -> slots.byPlatformKey(new byte[32])).hasMessageContaining("k1");
        assertThatThrownBy(() -> slots.byPlatformKey(new byte[16])).isInstanceOf(KeyRefused.class);
    }

    @Test
    void everyFlippedBitOfASlotIsRefused() {
        byte[] platform = HexFormat.of().parseHex("13".repeat(32));
        String json =
                "{\"slot\":\"platform\",\"kek\":\"k1\",\"wrapped\":\"" + wrapped(platform, "ws-9", "platform") + "\"}";
        put("platform", json);
        int start = json.indexOf("wrapped\":\"") + 10;
        for (long bit = start * 8L; bit < (json.length() - 3) * 8L; bit++) {
            MemorySource damaged = store.copy();
            damaged.flip("r/keys/platform", bit);
            assertThatThrownBy(() -> new KeySlots(damaged, "r/", "ws-9").byPlatformKey(platform))
                    .isInstanceOfAny(KeyRefused.class, JsonObject.NotJson.class);
        }
    }

    @Test
    void aSlotThatIsNotThereIsMissing() {
        assertThatThrownBy(() -> slots.byPassphrase(new char[] {'x'})).isInstanceOf(MissingObject.class);
        assertThat(WorkspaceKey.of(KEY).toString()).isEqualTo("WorkspaceKey[***]");
    }
}
