package cloud.dumont.instances.backup.store.copy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloud.dumont.instances.backup.store.TestR2;
import cloud.dumont.instances.backup.store.bucket.StoreException;
import cloud.dumont.instances.backup.store.vault.ObjectNames;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BucketCopyTest {
    private static final String ROOT = "u/usr_1/i/ins_1/";
    private static final Instant BEGIN = Instant.parse("2026-11-26T01:00:00Z");

    @TempDir
    Path folder;

    @TempDir
    Path temporary;

    private TestR2 r2;
    private BucketCopy copy;
    private final List<CopyItem> items = new ArrayList<>();
    private final List<Long> reached = new ArrayList<>();

    @BeforeEach
    void start() {
        r2 = TestR2.in(folder);
        copy = new BucketCopy(r2.store, r2.copy, temporary, 3);
        for (String name : List.of("format.json", "keys/platform", "fence/000000000001", "fence/000000000002")) {
            r2.store.put(ROOT + name, bytes(name.hashCode(), 60));
        }
        for (long seq = 1; seq <= 6; seq++) {
            add(ObjectNames.pack(1, 2 * seq), seq);
            add(ObjectNames.pack(1, 2 * seq + 1), seq);
            add(ObjectNames.commit(1, seq), seq);
        }
        Collections.shuffle(items, new Random(3));
    }

    @AfterEach
    void stop() throws IOException {
        r2.close();
    }

    @Test
    void theSecondStoreIsEqual() {
        Copied copied = copy.run(ROOT, items, 0, reached::add);
        assertThat(copied.seq()).isEqualTo(6);
        assertThat(copied.objects()).isEqualTo(18);
        assertThat(copied.missing()).isEmpty();
        assertThat(reached).containsExactly(1L, 2L, 3L, 4L, 5L, 6L);
        assertThat(tags(TestR2.COPY)).isEqualTo(tags(TestR2.BUCKET));
        assertThat(copy.run(ROOT, items, 0, seq -> {}).objects()).isZero();
    }

    /** Whatever request it dies at: every commit in the second store has what it names, and the next run does the rest. */
    @Test
    void diesAnywhereAndGoesOn() {
        for (int k = 0; k < 24; k++) {
            r2.r2.faults().clear();
            r2.r2.faults().inject("deny", 0, Map.of("bucket", TestR2.COPY, "method", "PUT", "skip", "" + k), 0);
            try {
                copy.run(ROOT, items, 0, reached::add);
            } catch (StoreException.Refused died) {
                assertThat(k).isLessThan(22);
            }
            for (CopyItem item : items) {
                boolean pack = item.name().contains("/p/");
                String commit = ObjectNames.commit(1, item.seq());
                if (pack && r2.copy.head(ROOT + commit).isPresent()) {
                    assertThat(r2.copy.head(ROOT + item.name())).isPresent();
                }
            }
        }
        r2.r2.faults().clear();
        assertThat(copy.run(ROOT, items, 0, reached::add).seq()).isEqualTo(6);
        assertThat(tags(TestR2.COPY)).isEqualTo(tags(TestR2.BUCKET));
    }

    @Test
    void whatWasCollectedMeanwhileIsNamedAndSkipped() {
        r2.store.delete(List.of(ROOT + ObjectNames.pack(1, 4), ROOT + ObjectNames.commit(1, 2)));
        Copied copied = copy.run(ROOT, items, 0, reached::add);
        assertThat(copied.missing()).containsExactlyInAnyOrder(ObjectNames.pack(1, 4), ObjectNames.commit(1, 2));
        assertThat(copied.seq()).isEqualTo(6);
        assertThat(tags(TestR2.COPY)).isEqualTo(tags(TestR2.BUCKET));
    }

    @Test
    void neverWritesOverSomethingElse() {
        r2.copy.put(ROOT + ObjectNames.pack(1, 6), bytes(99, 500));
        assertThatThrownBy(() -> copy.run(ROOT, items, 0, reached::add)).isInstanceOf(CopyConflict.class);
        assertThat(reached).containsExactly(1L, 2L);
        assertThat(r2.copy.get(ROOT + ObjectNames.pack(1, 6))).hasValue(bytes(99, 500));
    }

    @Test
    void aRotatedKeySlotFollows() {
        copy.run(ROOT, items, 0, reached::add);
        r2.store.put(ROOT + "keys/platform", bytes(1234, 60));
        copy.run(ROOT, List.of(), 6, reached::add);
        assertThat(r2.copy.get(ROOT + "keys/platform")).hasValue(bytes(1234, 60));
    }

    @Test
    void measuresHowFarItIsBehind() {
        Instant now = BEGIN.plusSeconds(100);
        assertThat(CopyLag.of(List.of(), now)).isEqualTo(new CopyLag(Duration.ZERO, 0, 0));
        List<CopyItem> waiting = items.stream().filter(item -> item.seq() > 4).toList();
        CopyLag lag = CopyLag.of(waiting, now);
        assertThat(lag.age()).isEqualTo(Duration.ofSeconds(95));
        assertThat(lag.commits()).isEqualTo(2);
        assertThat(lag.bytes()).isEqualTo(6 * 500);
        assertThat(CopyLag.of(waiting, BEGIN).age()).isZero();
    }

    private void add(String name, long seq) {
        r2.store.put(ROOT + name, bytes(name.hashCode(), 500));
        items.add(new CopyItem(name, 500, seq, BEGIN.plusSeconds(seq)));
    }

    private Map<String, String> tags(String bucket) {
        Map<String, String> tags = new TreeMap<>();
        r2.r2.objects(bucket, ROOT).forEach(object -> tags.put(object.key(), object.etag()));
        return tags;
    }

    private static byte[] bytes(int seed, int length) {
        byte[] bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }
}
