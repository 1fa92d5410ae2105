package cloud.dumont.agent.container;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.dumont.agent.chunk.ChunkHasher;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

/** Keys against RFC 5869 done by hand. */
class WorkspaceKeyTest {
    private static final byte[] SECRET =
            HexFormat.of().parseHex("000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f");

    private static byte[] hmac(byte[] key, byte[] data) throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        return mac.doFinal(data);
    }

    private static byte[] hkdf(byte[] salt, byte[] info) throws Exception {
        byte[] expand =
                ByteBuffer.allocate(info.length + 1).put(info).put((byte) 1).array();
        return hmac(hmac(salt, SECRET), expand);
    }

    @Test
    void keysAreAsThePageSays() throws Exception {
        WorkspaceKey key = WorkspaceKey.of(SECRET, "wörk");
        byte[] ws = "wörk".getBytes(StandardCharsets.UTF_8);
        assertThat(key.chunkIdKey().getEncoded())
                .isEqualTo(hkdf(new byte[32], ("dvf1/id/wörk").getBytes(StandardCharsets.UTF_8)));
        assertThat(key.chunkerKey().getEncoded())
                .isEqualTo(hkdf(new byte[32], ("dvf1/gear/wörk").getBytes(StandardCharsets.UTF_8)));
        byte[] salt = new byte[32];
        salt[5] = 9;
        byte[] info = ByteBuffer.allocate(12 + 1 + ws.length + 18)
                .put("dvf1/object/".getBytes(StandardCharsets.US_ASCII))
                .put(ws)
                .put((byte) 0)
                .put((byte) 'C')
                .putLong(7)
                .putLong(812)
                .array();
        byte[] exact = java.util.Arrays.copyOf(info, 12 + ws.length + 18);
        assertThat(key.objectKey(Header.of(ContainerName.commit(7, 812), salt)).getEncoded())
                .isEqualTo(hkdf(salt, exact));
    }

    @Test
    void chunkIdsAreHmacs() throws Exception {
        WorkspaceKey key = WorkspaceKey.of(SECRET, "ws");
        byte[] data = "abc".getBytes(StandardCharsets.UTF_8);
        assertThat(new ChunkHasher(key.chunkIdKey()).id(data, 0, 3).bytes())
                .isEqualTo(hmac(key.chunkIdKey().getEncoded(), data));
    }

    @Test
    void namesAreTwelveDigits() {
        assertThat(ContainerName.commit(7, 812).path()).isEqualTo("e/000000000007/c/000000000812");
        assertThat(ContainerName.parse("e/000000000007/p/000000000812")).contains(ContainerName.pack(7, 812));
        assertThat(ContainerName.parse("e/7/p/812")).isEmpty();
        assertThat(ContainerName.parse("fence/000000000007")).isEmpty();
    }

    @Test
    void keysDoNotShowThemselves() {
        assertThat(WorkspaceKey.of(SECRET, "ws").toString()).doesNotContain("0001");
    }
}
