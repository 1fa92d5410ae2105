package cloud.dumont.restore.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The laws of {@link ObjectSource}: whoever implements it says how to fill it and signs. */
public interface ObjectSourceContract {
    /** A source with exactly these objects. */
    ObjectSource sourceWith(TreeMap<String, byte[]> objects) throws Exception;

    private ObjectSource one() throws Exception {
        TreeMap<String, byte[]> objects = new TreeMap<>();
        objects.put("u/1/i/2/head", new byte[] {10, 11, 12, 13, 14});
        objects.put("u/1/i/2/empty", new byte[0]);
        return sourceWith(objects);
    }

    @Test
    default void readsWholeObjects() throws Exception {
        try (ObjectSource source = one()) {
            assertThat(source.read("u/1/i/2/head", 5)).containsExactly(10, 11, 12, 13, 14);
            assertThat(source.read("u/1/i/2/empty", 0)).isEmpty();
            assertThatThrownBy(() -> source.read("u/1/i/2/head", 4)).isInstanceOf(ObjectTooLarge.class);
        }
    }

    @Test
    default void readsPartsAndStopsAtTheEnd() throws Exception {
        try (ObjectSource source = one()) {
            assertThat(source.readRange("u/1/i/2/head", 1, 3)).containsExactly(11, 12, 13);
            assertThat(source.readRange("u/1/i/2/head", 3, 100)).containsExactly(13, 14);
            assertThat(source.readRange("u/1/i/2/head", 5, 2)).isEmpty();
            assertThat(source.readRange("u/1/i/2/head", 900, 2)).isEmpty();
            assertThat(source.readRange("u/1/i/2/head", 2, 0)).isEmpty();
            assertThat(source.readRange("u/1/i/2/empty", 0, 10)).isEmpty();
        }
    }

    @Test
    default void readsTails() throws Exception {
        try (ObjectSource source = one()) {
            Tail tail = source.readTail("u/1/i/2/head", 2);
            assertThat(tail.bytes()).containsExactly(13, 14);
            assertThat(tail.objectSize()).isEqualTo(5);
            assertThat(source.readTail("u/1/i/2/head", 500).bytes()).hasSize(5);
            assertThat(source.readTail("u/1/i/2/empty", 500).objectSize()).isZero();
        }
    }

    @Test
    default void knowsSizes() throws Exception {
        try (ObjectSource source = one()) {
            assertThat(source.size("u/1/i/2/head")).isEqualTo(5);
            assertThat(source.size("u/1/i/2/empty")).isZero();
        }
    }

    @Test
    default void whatIsNotThereIsMissing() throws Exception {
        try (ObjectSource source = one()) {
            assertThatThrownBy(() -> source.read("u/1/i/2/no", 5)).isInstanceOf(MissingObject.class);
            assertThatThrownBy(() -> source.readRange("u/1/i/2/no", 0, 5)).isInstanceOf(MissingObject.class);
            assertThatThrownBy(() -> source.readTail("u/1/i/2/no", 5)).isInstanceOf(MissingObject.class);
            assertThatThrownBy(() -> source.size("u/1/i/2/no")).isInstanceOf(MissingObject.class);
            assertThatThrownBy(() -> source.size("u/1/i/2")).isInstanceOf(MissingObject.class);
        }
    }

    @Test
    default void listsByPrefixInPages() throws Exception {
        TreeMap<String, byte[]> objects = new TreeMap<>();
        for (int i = 0; i < 25; i++) {
            objects.put(String.format("r/e/%03d", i), new byte[i]);
        }
        objects.put("r/e", new byte[1]);
        objects.put("r/f/1", new byte[1]);
        objects.remove("r/e");
        try (ObjectSource source = sourceWith(objects)) {
            List<StoredObject> all = new ArrayList<>();
            String after = "";
            for (List<StoredObject> page = source.list("r/e/", after, 10);
                    !page.isEmpty();
                    page = source.list("r/e/", after, 10)) {
                assertThat(page).hasSizeLessThanOrEqualTo(10);
                all.addAll(page);
                after = page.getLast().name();
            }
            assertThat(all).hasSize(25);
            for (int i = 0; i < 25; i++) {
                assertThat(all.get(i)).isEqualTo(new StoredObject(String.format("r/e/%03d", i), i));
            }
            assertThat(source.list("r/e/00", "r/e/003~", 2))
                    .extracting(StoredObject::name)
                    .containsExactly("r/e/004", "r/e/005");
            assertThat(source.list("r/g", "", 5)).isEmpty();
            assertThat(source.list("", "", 100)).hasSize(26);
        }
    }
}
