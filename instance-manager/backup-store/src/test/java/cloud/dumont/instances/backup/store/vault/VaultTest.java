package cloud.dumont.instances.backup.store.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloud.dumont.agent.protocol.backup.CommitRef;
import cloud.dumont.instances.backup.store.TestR2;
import cloud.dumont.instances.backup.store.bucket.StoreException;
import cloud.dumont.instances.backup.store.key.KeyRing;
import cloud.dumont.instances.backup.store.key.KeySlots;
import cloud.dumont.instances.backup.store.key.SealBroken;
import cloud.dumont.instances.backup.store.key.WorkspaceKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VaultTest {
    private static final String ROOT = "u/usr_1/i/ins_1/";
    private static final String WORKSPACE = "ins_1";
    private static final CommitRef TIP = new CommitRef(7, 812, "ab".repeat(32));
    private static final Instant NOW = Instant.parse("2026-11-26T01:00:00Z");
    private final SecureRandom random = new SecureRandom();
    private final byte[] k1 = random.generateSeed(32);
    private final byte[] k2 = random.generateSeed(32);
    private final WorkspaceKey key = WorkspaceKey.random(random);

    @TempDir
    Path folder;

    private TestR2 r2;
    private Vault vault;

    @BeforeEach
    void start() {
        r2 = TestR2.in(folder);
        vault = new Vault(r2.store, new KeySlots(KeyRing.of("k1", Map.of("k1", k1)), random));
    }

    @AfterEach
    void stop() throws IOException {
        r2.close();
    }

    @Test
    void writesWhatTheFormatSays() {
        vault.open(ROOT, WORKSPACE, key, new Fence(8, TIP, NOW));
        vault.writeHead(ROOT, TIP);
        String ref = "{\"epoch\":7,\"seq\":812,\"sha256\":\"" + TIP.sha256() + "\"}";
        assertThat(text("format.json")).isEqualTo("{\"format\":\"DVF1\",\"version\":1,\"workspace\":\"ins_1\"}");
        assertThat(text("fence/000000000008"))
                .isEqualTo("{\"epoch\":8,\"sealed\":" + ref + ",\"time\":\"2026-11-26T01:00:00Z\"}");
        assertThat(text("head")).isEqualTo(ref);
        assertThat(text("keys/platform")).startsWith("{\"slot\":\"platform\",\"kek\":\"k1\",\"wrapped\":\"");
        assertThat(vault.readPlatformKey(ROOT, WORKSPACE)).isEqualTo(key);
        vault.writeFence(ROOT, new Fence(1, null, NOW));
        assertThat(text("fence/000000000001")).contains("\"sealed\":null");
    }

    @Test
    void mayBeRepeatedAfterAnyFailure() {
        Fence fence = new Fence(8, TIP, NOW);
        for (int n = 0; n < 4; n++) {
            r2.r2.faults().inject("error_503", 4, Map.of("method", "PUT", "skip", Integer.toString(n)), 0);
            r2.r2.faults().inject("lost_answer", 1, Map.of("method", "PUT"), 0);
            try {
                vault.open(ROOT, WORKSPACE, key, fence);
            } catch (StoreException.Busy again) {
                r2.r2.faults().clear();
                vault.open(ROOT, WORKSPACE, key, new Fence(8, TIP, NOW.plusSeconds(5)));
            }
        }
        r2.r2.faults().clear();
        assertThat(vault.readPlatformKey(ROOT, WORKSPACE)).isEqualTo(key);
        assertThat(r2.r2.objects(TestR2.BUCKET, ROOT)).hasSize(3);
    }

    @Test
    void neverReplacesWhatContradicts() {
        vault.open(ROOT, WORKSPACE, key, new Fence(8, TIP, NOW));
        assertThatThrownBy(() -> vault.writeFormat(ROOT, "ins_2")).isInstanceOf(VaultConflict.class);
        assertThatThrownBy(() -> vault.writeFence(ROOT, new Fence(8, null, NOW)))
                .isInstanceOf(VaultConflict.class);
        assertThatThrownBy(() -> vault.writePlatformKey(ROOT, WORKSPACE, WorkspaceKey.random(random)))
                .isInstanceOf(VaultConflict.class);
        r2.store.put(ROOT + "format.json", "{".getBytes(StandardCharsets.UTF_8));
        assertThatThrownBy(() -> vault.writeFormat(ROOT, WORKSPACE)).isInstanceOf(VaultConflict.class);
        assertThat(vault.readPlatformKey(ROOT, WORKSPACE)).isEqualTo(key);
    }

    @Test
    void followsTheRotationOfThePlatformKey() {
        vault.writePlatformKey(ROOT, WORKSPACE, key);
        KeyRing both = KeyRing.of("k2", Map.of("k1", k1, "k2", k2));
        Vault during = new Vault(r2.store, new KeySlots(both, random));
        during.writePlatformKey(ROOT, WORKSPACE, key);
        Vault after = new Vault(r2.store, new KeySlots(KeyRing.of("k2", Map.of("k2", k2)), random));
        assertThat(after.readPlatformKey(ROOT, WORKSPACE)).isEqualTo(key);
        assertThatThrownBy(() -> vault.readPlatformKey(ROOT, WORKSPACE)).isInstanceOf(SealBroken.class);
        assertThatThrownBy(() -> after.readPlatformKey(ROOT, "ins_2")).isInstanceOf(SealBroken.class);
    }

    @Test
    void erasesEveryKeySlot() {
        vault.open(ROOT, WORKSPACE, key, new Fence(8, TIP, NOW));
        r2.store.put(ROOT + "keys/passphrase", "{}".getBytes(StandardCharsets.UTF_8));
        assertThat(vault.eraseKeys(ROOT).later()).isEmpty();
        assertThat(r2.r2.objects(TestR2.BUCKET, ROOT + "keys/")).isEmpty();
        assertThat(vault.eraseKeys(ROOT).later()).isEmpty();
        assertThatThrownBy(() -> vault.readPlatformKey(ROOT, WORKSPACE)).isInstanceOf(VaultConflict.class);
    }

    @Test
    void aHeadTooSoonIsBusy() throws Exception {
        try (TestR2 strict = TestR2.in(folder.resolve("strict"), Duration.ofHours(1))) {
            Vault quick = new Vault(strict.store, new KeySlots(KeyRing.of("k1", Map.of("k1", k1)), random));
            quick.writeHead(ROOT, TIP);
            assertThatThrownBy(() -> quick.writeHead(ROOT, TIP)).isInstanceOf(StoreException.Busy.class);
        }
    }

    private String text(String name) {
        return new String(r2.store.get(ROOT + name).orElseThrow(), StandardCharsets.UTF_8);
    }
}
