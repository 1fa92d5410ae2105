package cloud.dumont.instances.backup.store.bucket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What holds at every store that speaks S3. */
abstract class BackupStoreContract {
    private static final String KEY = "u/usr_1/i/ins_1/head";

    @TempDir
    Path folder;

    abstract BackupStore store();

    abstract BackupStore second();

    @Test
    void createsOnce() {
        assertThat(store().putIfAbsent(KEY, bytes(1, 100))).isEqualTo(Put.CREATED);
        assertThat(store().putIfAbsent(KEY, bytes(1, 100))).isEqualTo(Put.SAME);
        assertThat(store().putIfAbsent(KEY, bytes(2, 100))).isEqualTo(Put.OTHER);
        assertThat(store().get(KEY)).hasValue(bytes(1, 100));
        store().put(KEY, bytes(2, 100));
        assertThat(store().get(KEY)).hasValue(bytes(2, 100));
    }

    @Test
    void ofManyCreatorsOneWins() throws Exception {
        List<Callable<Put>> calls = IntStream.range(0, 12)
                .mapToObj(n -> (Callable<Put>) () -> store().putIfAbsent(KEY, bytes(n, 2_000)))
                .toList();
        List<Put> results = new ArrayList<>();
        try (var threads = Executors.newFixedThreadPool(12)) {
            for (var future : threads.invokeAll(calls)) {
                results.add(future.get());
            }
        }
        assertThat(results).containsOnlyOnce(Put.CREATED).doesNotContain(Put.SAME);
    }

    @Test
    void readsRanges() {
        byte[] whole = bytes(3, 5_000_000);
        store().put(KEY, whole);
        assertThat(store().get(KEY, 0, 10)).isEqualTo(Arrays.copyOf(whole, 10));
        assertThat(store().get(KEY, 1_234_567, 100_000)).isEqualTo(Arrays.copyOfRange(whole, 1_234_567, 1_334_567));
        assertThat(store().get(KEY, 4_999_990, 100)).isEqualTo(Arrays.copyOfRange(whole, 4_999_990, 5_000_000));
        assertThat(store().get(KEY, 5_000_000, 100)).isEmpty();
        assertThat(store().get(KEY, 3, 0)).isEmpty();
    }

    @Test
    void saysWhatIsNotThere() {
        assertThat(store().get(KEY)).isEmpty();
        assertThat(store().head(KEY)).isEmpty();
        assertThatThrownBy(() -> store().get(KEY, 0, 1)).isInstanceOf(StoreException.Absent.class);
        assertThatThrownBy(() -> store().copyTo(second(), KEY, folder)).isInstanceOf(StoreException.Absent.class);
    }

    @Test
    void knowsSizeAndTag() {
        store().put(KEY, bytes(4, 77));
        Stat stat = store().head(KEY).orElseThrow();
        assertThat(stat.size()).isEqualTo(77);
        assertThat(stat.etag()).matches("[0-9a-f]{32}");
    }

    @Test
    void listsInPages() {
        List<String> keys =
                IntStream.range(0, 25).mapToObj(n -> "u/a/e/%02d".formatted(n)).toList();
        keys.forEach(key -> store().put(key, bytes(1, 3)));
        store().put("u/b/other", bytes(1, 3));
        List<String> seen = new ArrayList<>();
        String after = "";
        int pages = 0;
        while (after != null) {
            Listing page = store().list("u/a/", after, 10);
            page.objects().forEach(object -> seen.add(object.key()));
            after = page.next();
            pages++;
        }
        assertThat(seen).isEqualTo(keys);
        assertThat(pages).isEqualTo(3);
        assertThat(store().list("u/none/", "", 10).objects()).isEmpty();
    }

    @Test
    void deletesWhatIsThereAndWhatIsNot() {
        store().put("u/a/1", bytes(1, 3));
        store().put("u/a/2", bytes(1, 3));
        Deletion deletion = store().delete(List.of("u/a/1", "u/a/2", "u/a/3"));
        assertThat(deletion.gone()).containsExactly("u/a/1", "u/a/2", "u/a/3");
        assertThat(deletion.later()).isEmpty();
        assertThat(store().list("u/a/", "", 10).objects()).isEmpty();
        assertThat(store().delete(List.of()).gone()).isEmpty();
    }

    @Test
    void copiesByteForByteAndNeverOver() throws Exception {
        byte[] big = bytes(5, 9_000_000);
        store().put(KEY, big);
        assertThat(store().copyTo(second(), KEY, folder)).isEqualTo(Put.CREATED);
        assertThat(second().get(KEY)).hasValue(big);
        assertThat(store().copyTo(second(), KEY, folder)).isEqualTo(Put.SAME);
        second().put(KEY, bytes(6, 9_000_000));
        assertThat(store().copyTo(second(), KEY, folder)).isEqualTo(Put.OTHER);
        try (var left = Files.list(folder)) {
            assertThat(left.filter(path -> path.getFileName().toString().startsWith("copy-")))
                    .isEmpty();
        }
    }

    @Test
    void takesPlainKeysOnly() {
        for (String key : List.of("", "/a", "a/", "a//b", "a/../b", "./a", "a b", "ü", "a?b", "x".repeat(1025))) {
            assertThatThrownBy(() -> store().put(key, bytes(1, 1)))
                    .as(key)
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    static byte[] bytes(int seed, int length) {
        byte[] bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }
}
