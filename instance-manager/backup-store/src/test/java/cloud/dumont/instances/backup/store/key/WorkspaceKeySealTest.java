package cloud.dumont.instances.backup.store.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.SecureRandom;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WorkspaceKeySealTest {
    private static final String OWNER = "ins_01jdd4m7xye9vbkz3c8w5t2hqa";
    private final SecureRandom random = new SecureRandom();
    private final byte[] oldKek = bytes();
    private final byte[] newKek = bytes();
    private final WorkspaceKeySeal before = new WorkspaceKeySeal(KeyRing.of("k1", Map.of("k1", oldKek)), random);
    private final WorkspaceKeySeal during =
            new WorkspaceKeySeal(KeyRing.of("k2", Map.of("k1", oldKek, "k2", newKek)), random);
    private final WorkspaceKeySeal after = new WorkspaceKeySeal(KeyRing.of("k2", Map.of("k2", newKek)), random);

    @Test
    void opensForItsOwnerOnly() {
        WorkspaceKey key = before.fresh();
        SealedKey sealed = before.seal(key, OWNER);
        assertThat(before.open(sealed, OWNER)).isEqualTo(key);
        assertThatThrownBy(() -> before.open(sealed, "ins_another")).isInstanceOf(SealBroken.class);
    }

    @Test
    void aRowOfAnotherVersionDoesNotOpen() {
        SealedKey sealed = before.seal(before.fresh(), OWNER);
        SealedKey moved = new SealedKey(sealed.kekId(), sealed.wrappedDek(), sealed.ciphertext(), 2);
        assertThatThrownBy(() -> before.open(moved, OWNER)).isInstanceOf(SealBroken.class);
    }

    @Test
    void everyFlippedBitIsNoticed() {
        SealedKey sealed = before.seal(before.fresh(), OWNER);
        for (int bit = 0; bit < sealed.ciphertext().length * 8; bit++) {
            SealedKey bad = new SealedKey("k1", sealed.wrappedDek(), flipped(sealed.ciphertext(), bit), 1);
            assertThatThrownBy(() -> before.open(bad, OWNER)).isInstanceOf(SealBroken.class);
        }
        for (int bit = 0; bit < sealed.wrappedDek().length * 8; bit++) {
            SealedKey bad = new SealedKey("k1", flipped(sealed.wrappedDek(), bit), sealed.ciphertext(), 1);
            assertThatThrownBy(() -> before.open(bad, OWNER)).isInstanceOf(SealBroken.class);
        }
    }

    @Test
    void thePlatformKeyRotatesWithoutTouchingTheSecret() {
        WorkspaceKey key = before.fresh();
        SealedKey sealed = before.seal(key, OWNER);
        assertThat(during.isCurrent(sealed)).isFalse();
        assertThat(during.open(sealed, OWNER)).isEqualTo(key);
        SealedKey rewrapped = during.rewrap(sealed, OWNER);
        assertThat(during.isCurrent(rewrapped)).isTrue();
        assertThat(rewrapped.ciphertext()).isEqualTo(sealed.ciphertext());
        assertThat(after.open(rewrapped, OWNER)).isEqualTo(key);
        assertThatThrownBy(() -> after.open(sealed, OWNER)).isInstanceOf(SealBroken.class);
    }

    @Test
    void eachSealHasADataKeyAndNoncesOfItsOwn() {
        WorkspaceKey key = before.fresh();
        Map<String, Integer> seen = new HashMap<>();
        for (int i = 0; i < 200; i++) {
            SealedKey sealed = before.seal(key, OWNER);
            seen.merge(HexFormat.of().formatHex(sealed.ciphertext(), 0, 12), 1, Integer::sum);
            seen.merge(HexFormat.of().formatHex(sealed.wrappedDek(), 0, 12), 1, Integer::sum);
        }
        assertThat(seen).hasSize(400);
    }

    @Test
    void nothingPrintsAKey() {
        WorkspaceKey key = before.fresh();
        assertThat(key + " " + before.seal(key, OWNER) + " " + KeyRing.of("k1", Map.of("k1", oldKek)))
                .doesNotContain(key.revealBase64())
                .contains("***");
    }

    private byte[] bytes() {
        byte[] bytes = new byte[32];
        random.nextBytes(bytes);
        return bytes;
    }

    private static byte[] flipped(byte[] bytes, int bit) {
        byte[] copy = bytes.clone();
        copy[bit / 8] ^= (byte) (1 << (bit % 8));
        return copy;
    }
}
