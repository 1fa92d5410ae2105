package cloud.dumont.agent.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class TreeTableTest {
    @Test
    void agreesWithASortedMap() throws Exception {
        for (long seed = 0; seed < 60; seed++) {
            agree(seed);
        }
    }

    private static void agree(long seed) throws Exception {
        Random random = new Random(seed);
        RandomEntries entries = new RandomEntries(seed);
        TreeMap<PathBytes, Entry> model = new TreeMap<>();
        Map<PathBytes, Integer> numbers = new HashMap<>();
        try (TreeTable tree = new TreeTable()) {
            put(tree, model, entries.directory(PathBytes.ROOT));
            for (int i = 0; i < 400; i++) {
                List<PathBytes> paths = new ArrayList<>(model.keySet());
                PathBytes some = paths.get(random.nextInt(paths.size()));
                Entry there = model.get(some);
                if (random.nextInt(8) == 0 && !some.isRoot()) {
                    List<Entry> gone = new ArrayList<>();
                    tree.remove(some, gone::add);
                    List<Entry> expected = new ArrayList<>(model.tailMap(some).values());
                    expected.removeIf(entry -> !entry.path().isWithin(some));
                    assertThat(gone).containsExactlyInAnyOrderElementsOf(expected);
                    expected.forEach(entry -> model.remove(entry.path()));
                    expected.forEach(entry -> numbers.remove(entry.path()));
                } else if (there instanceof Entry.Directory) {
                    PathBytes path = some.child(entries.name());
                    if (!model.containsKey(path)) {
                        put(tree, model, random.nextBoolean() ? entries.directory(path) : entries.entry(path));
                        numbers.put(path, tree.number(path));
                    }
                } else {
                    put(tree, model, entries.entry(some));
                }
            }
            compare(tree, model, numbers);
        }
    }

    private static void put(TreeTable tree, Map<PathBytes, Entry> model, Entry entry) {
        assertThat(tree.put(entry)).isEqualTo(model.put(entry.path(), entry));
    }

    private static void compare(TreeTable tree, TreeMap<PathBytes, Entry> model, Map<PathBytes, Integer> numbers)
            throws Exception {
        List<Entry> visited = new ArrayList<>();
        tree.<RuntimeException>visit((number, entry) -> {
            visited.add(entry);
            assertThat(tree.path(number)).isEqualTo(entry.path());
        });
        assertThat(visited).isEqualTo(new ArrayList<>(model.values()));
        assertThat(tree.entries()).isEqualTo(model.size());
        numbers.forEach((path, number) -> assertThat(tree.number(path)).isEqualTo(number));
        long bytes = 0;
        long files = 0;
        for (Entry entry : model.values()) {
            assertThat(tree.find(entry.path())).isEqualTo(entry);
            if (entry instanceof Entry.File file) {
                files++;
                bytes += file.content().size();
            }
        }
        assertThat(tree.files()).isEqualTo(files);
        assertThat(tree.bytes()).isEqualTo(bytes);
    }

    @Test
    void whatDoesNotFitIsRefused() {
        RandomEntries entries = new RandomEntries(1);
        try (TreeTable tree = new TreeTable()) {
            PathBytes a = PathBytes.of("a");
            assertThatThrownBy(() -> tree.put(entries.directory(a))).isInstanceOf(IllegalArgumentException.class);
            tree.put(entries.directory(PathBytes.ROOT));
            tree.put(entries.directory(a));
            assertThatThrownBy(() -> tree.put(entries.entry(a))).isInstanceOf(IllegalArgumentException.class);
            tree.put(entries.entry(PathBytes.of("f")));
            assertThatThrownBy(() -> tree.put(entries.entry(PathBytes.of("f/x"))))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> tree.put(entries.entry(PathBytes.of("no/x"))))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void manyFilesAndDeepFoldersTakeLittle() throws Exception {
        RandomEntries entries = new RandomEntries(2);
        try (TreeTable tree = new TreeTable()) {
            tree.put(entries.directory(PathBytes.ROOT));
            PathBytes deep = PathBytes.ROOT;
            for (int i = 0; i < 2000; i++) {
                deep = deep.child(new byte[] {'d'});
                tree.put(entries.directory(deep));
            }
            tree.put(entries.directory(PathBytes.of("many")));
            Meta meta = new Meta(0644, 0, 0, new Moment(1_700_000_000, 123_456_789), List.of());
            for (int i = 0; i < 100_000; i++) {
                Content one = Content.of(List.of(new Piece(
                        cloud.dumont.agent.container.ContainerName.pack(1, i / 1000),
                        i,
                        8192,
                        new cloud.dumont.agent.chunk.ChunkId(i, i, i, i))));
                tree.put(new Entry.File(PathBytes.of("many/file-" + i + ".py"), meta, false, 0, one, null));
            }
            assertThat(tree.memoryBytes()).isLessThan(170L * 102_000);
            int[] count = new int[1];
            tree.<RuntimeException>visit((number, entry) -> count[0]++);
            assertThat(count[0]).isEqualTo(102_002);
            tree.remove(PathBytes.of("many"), entry -> count[0]--);
            tree.remove(PathBytes.of("d"), entry -> count[0]--);
            assertThat(count[0]).isEqualTo(1);
        }
    }
}
