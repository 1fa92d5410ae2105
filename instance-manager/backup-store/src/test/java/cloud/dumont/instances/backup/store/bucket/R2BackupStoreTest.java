package cloud.dumont.instances.backup.store.bucket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloud.dumont.instances.backup.store.TestR2;
import cloud.dumont.sandbox.r2.store.LockRule;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class R2BackupStoreTest extends BackupStoreContract {
    private static final String KEY = "u/usr_1/i/ins_1/format.json";

    @TempDir
    Path stored;

    private TestR2 r2;

    @BeforeEach
    void start() {
        r2 = TestR2.in(stored);
    }

    @AfterEach
    void stop() throws IOException {
        r2.close();
    }

    @Override
    BackupStore store() {
        return r2.store;
    }

    @Override
    BackupStore second() {
        return r2.copy;
    }

    @Test
    void aLostAnswerIsNoConflict() {
        fault("lost_answer", 1, "PUT");
        assertThat(store().putIfAbsent(KEY, bytes(1, 50))).isIn(Put.CREATED, Put.SAME);
        assertThat(store().get(KEY)).hasValue(bytes(1, 50));
    }

    @Test
    void aBadMomentIsSatOut() {
        store().put(KEY, bytes(1, 300_000));
        fault("error_503", 2, "GET");
        assertThat(store().get(KEY)).hasValue(bytes(1, 300_000));
        fault("cut", 1, "GET");
        assertThat(store().get(KEY)).hasValue(bytes(1, 300_000));
        fault("cut", 1, "GET");
        assertThat(store().copyTo(second(), KEY, folder)).isEqualTo(Put.CREATED);
        assertThat(second().get(KEY)).hasValue(bytes(1, 300_000));
    }

    @Test
    void anOutageIsBusyAndNotForever() {
        fault("error_500", 0, "GET");
        assertThatThrownBy(() -> store().get(KEY)).isInstanceOf(StoreException.Busy.class);
        r2.r2.faults().clear();
        r2.r2.faults().setLatency(Duration.ofSeconds(20));
        try (BackupStore hasty = BackupStore.connect(
                r2.config(TestR2.BUCKET).within(Duration.ofMillis(700), Duration.ofMillis(300), 2))) {
            long begin = System.nanoTime();
            assertThatThrownBy(() -> hasty.get(KEY)).isInstanceOf(StoreException.Busy.class);
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(5));
        }
        r2.r2.faults().setLatency(Duration.ZERO);
    }

    @Test
    void nobodyThereIsBusy() {
        StoreConfig nowhere = StoreConfig.of(
                        URI.create("http://127.0.0.1:9"),
                        "auto",
                        "b",
                        "id",
                        r2.config("b").secretAccessKey())
                .within(Duration.ofSeconds(3), Duration.ofSeconds(1), 2);
        try (BackupStore store = BackupStore.connect(nowhere)) {
            assertThatThrownBy(() -> store.get(KEY)).isInstanceOf(StoreException.Busy.class);
            assertThat(store.delete(List.of(KEY)).later()).containsKey(KEY);
        }
    }

    @Test
    void aRefusalIsNotRepeated() {
        fault("deny", 0, "PUT");
        assertThatThrownBy(() -> store().put(KEY, bytes(1, 1)))
                .isInstanceOfSatisfying(
                        StoreException.Refused.class,
                        refused -> assertThat(refused.status()).isEqualTo(403));
        assertThat(r2.r2.requests(Instant.EPOCH)).hasSize(1);
        try (BackupStore other = BackupStore.connect(r2.config("no-such-bucket"))) {
            assertThatThrownBy(() -> other.get(KEY)).isInstanceOf(StoreException.Refused.class);
        }
    }

    @Test
    void lockedObjectsAreForLater() {
        store().put("u/a/1", bytes(1, 1));
        store().put("u/b/2", bytes(1, 1));
        r2.r2.lock(TestR2.BUCKET, List.of(new LockRule("r", true, "u/a/", new LockRule.Condition("Age", 3600L, null))));
        assertThatThrownBy(() -> store().put("u/a/1", bytes(2, 1))).isInstanceOf(StoreException.Locked.class);
        Deletion deletion = store().delete(List.of("u/a/1", "u/b/2"));
        assertThat(deletion.gone()).containsExactly("u/b/2");
        assertThat(deletion.later()).isEqualTo(Map.of("u/a/1", "ObjectLockedByBucketPolicy"));
        assertThat(store().get("u/a/1")).isPresent();
    }

    @Test
    void namesNoSecret() {
        assertThat(r2.config(TestR2.BUCKET) + " " + r2.store + " " + r2.presigner())
                .doesNotContain("sandbox-secret")
                .contains(TestR2.BUCKET);
        fault("error_500", 0, "GET");
        assertThatThrownBy(() -> store().get(KEY))
                .hasMessageNotContaining("sandbox-secret")
                .hasMessageContaining(KEY);
    }

    private void fault(String kind, int count, String method) {
        r2.r2.faults().inject(kind, count, Map.of("bucket", TestR2.BUCKET, "method", method), 0);
    }
}
