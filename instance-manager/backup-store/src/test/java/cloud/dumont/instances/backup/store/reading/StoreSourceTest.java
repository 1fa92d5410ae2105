package cloud.dumont.instances.backup.store.reading;

import static cloud.dumont.instances.backup.store.TestData.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloud.dumont.instances.backup.store.TestR2;
import cloud.dumont.restore.source.MissingObject;
import cloud.dumont.restore.source.ObjectTooLarge;
import cloud.dumont.restore.source.StoreRefused;
import cloud.dumont.restore.source.StoreUnreachable;
import cloud.dumont.restore.source.StoredObject;
import cloud.dumont.restore.source.Tail;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreSourceTest {
    @TempDir
    Path folder;

    private final byte[] content = bytes(1, 1000);
    private TestR2 r2;
    private StoreSource source;

    @BeforeEach
    void start() {
        r2 = TestR2.in(folder);
        source = new StoreSource(r2.store);
        r2.store.put("a/1", content);
        r2.store.put("a/2", new byte[0]);
        r2.store.put("b/3", content);
    }

    @AfterEach
    void stop() throws IOException {
        r2.close();
    }

    @Test
    void readsWholeObjectsUpToALimit() throws Exception {
        assertThat(source.read("a/1", 1000)).isEqualTo(content);
        assertThat(source.read("a/2", 0)).isEmpty();
        assertThatThrownBy(() -> source.read("a/1", 999)).isInstanceOf(ObjectTooLarge.class);
        assertThatThrownBy(() -> source.read("a/9", 10)).isInstanceOf(MissingObject.class);
    }

    @Test
    void readsRangesAndEnds() throws Exception {
        assertThat(source.readRange("a/1", 990, 100)).isEqualTo(Arrays.copyOfRange(content, 990, 1000));
        assertThat(source.readRange("a/1", 2000, 10)).isEmpty();
        assertThat(source.readRange("a/1", 0, 0)).isEmpty();
        assertThatThrownBy(() -> source.readRange("a/9", 0, 0)).isInstanceOf(MissingObject.class);
        Tail tail = source.readTail("a/1", 10);
        assertThat(tail.bytes()).isEqualTo(Arrays.copyOfRange(content, 990, 1000));
        assertThat(tail.objectSize()).isEqualTo(1000);
        assertThat(source.readTail("a/1", 5000).bytes()).isEqualTo(content);
        assertThat(source.readTail("a/2", 10).objectSize()).isZero();
        assertThatThrownBy(() -> source.readTail("a/9", 10)).isInstanceOf(MissingObject.class);
        assertThat(source.size("a/1")).isEqualTo(1000);
        assertThatThrownBy(() -> source.size("a/9")).isInstanceOf(MissingObject.class);
    }

    @Test
    void listsInOrder() throws Exception {
        assertThat(source.list("a/", "", 10))
                .containsExactly(new StoredObject("a/1", 1000), new StoredObject("a/2", 0));
        assertThat(source.list("a/", "a/1", 10)).extracting(StoredObject::name).containsExactly("a/2");
        assertThat(source.list("", "", 1)).hasSize(1);
        assertThat(source.list("c/", "", 10)).isEqualTo(List.of());
    }

    @Test
    void tellsWhatWillPassFromWhatWillNot() {
        r2.r2.faults().inject("error_503", 0, Map.of("method", "GET"), 0);
        assertThatThrownBy(() -> source.read("a/1", 1000)).isInstanceOf(StoreUnreachable.class);
        r2.r2.faults().clear();
        r2.r2.faults().inject("deny", 0, Map.of("method", "GET"), 0);
        assertThatThrownBy(() -> source.read("a/1", 1000)).isInstanceOf(StoreRefused.class);
    }
}
