package cloud.dumont.restore.tree;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.dumont.restore.Trees;
import cloud.dumont.restore.Workspace;
import cloud.dumont.restore.record.RawPath;
import cloud.dumont.restore.writer.CommitBytes;
import cloud.dumont.restore.writer.ContainerWriter;
import cloud.dumont.restore.writer.EntryBytes;
import cloud.dumont.restore.writer.SampleMachine;
import cloud.dumont.restore.writer.TestRepository;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Trees made of pages and later changes, against a plain map. */
class TreeModelTest {
    private static final String[] NAMES = {"a", "a.b", "a-b", "b", "é", "~"};

    private final TreeMap<RawPath, byte[]> model = new TreeMap<>();
    private final TestRepository repository = new TestRepository().fence(1);

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void treesAreWhatTheModelSays(long seed) throws Exception {
        Random random = new Random(seed);
        for (int commit = 0; commit < 25; commit++) {
            CommitBytes record = repository.record();
            if (random.nextInt(8) == 0) {
                record.pages = pages(random);
            }
            change(record, random);
            repository.commit(record);
            if (commit % 4 == 0) {
                compare(random);
            }
        }
    }

    private List<byte[]> pages(Random random) {
        ContainerWriter pack = repository.pack();
        List<byte[]> pages = new ArrayList<>();
        List<byte[]> page = new ArrayList<>();
        for (byte[] entry : model.values()) {
            page.add(entry);
            if (random.nextInt(3) == 0) {
                pages.add(SampleMachine.page(pack, page));
                page.clear();
            }
        }
        if (!page.isEmpty()) {
            pages.add(SampleMachine.page(pack, page));
        }
        repository.put(pack);
        return pages;
    }

    private void change(CommitBytes record, Random random) {
        for (int i = random.nextInt(4); i > 0; i--) {
            RawPath path = somePath(random, random.nextInt(3) + 1);
            record.removals.add(path.bytes());
            model.keySet().removeIf(path::covers);
        }
        for (int i = random.nextInt(10); i > 0; i--) {
            put(record, somePath(random, random.nextInt(4) + 1), random);
        }
    }

    private void put(CommitBytes record, RawPath path, Random random) {
        for (RawPath above = path.parent(); !above.isRoot(); above = above.parent()) {
            if (model.containsKey(above) && !isDirectory(above)) {
                return;
            }
        }
        List<RawPath> parents = new ArrayList<>();
        for (RawPath above = path.parent(); !above.isRoot() && !model.containsKey(above); above = above.parent()) {
            parents.addFirst(above);
        }
        parents.forEach(parent -> entry(
                record, parent, EntryBytes.start(parent.bytes(), 'd', 0700).array()));
        boolean directory = model.containsKey(path) ? isDirectory(path) : random.nextBoolean();
        int mode = random.nextInt(01000);
        entry(
                record,
                path,
                directory
                        ? EntryBytes.start(path.bytes(), 'd', mode).array()
                        : EntryBytes.start(path.bytes(), 'p', mode).array());
    }

    private boolean isDirectory(RawPath path) {
        return model.get(path)[path.length() + 1] == 'd';
    }

    private void entry(CommitBytes record, RawPath path, byte[] entry) {
        record.upserts.add(entry);
        model.put(path, entry);
    }

    private static RawPath somePath(Random random, int depth) {
        RawPath path = RawPath.ROOT;
        for (int i = 0; i < depth; i++) {
            path = path.child(EntryBytes.path(NAMES[random.nextInt(NAMES.length)]));
        }
        return path;
    }

    private void compare(Random random) throws Exception {
        try (Workspace workspace = repository.open()) {
            Tree tree = workspace.treeAt(Trees.newest(workspace));
            List<String> seen = new ArrayList<>();
            tree.forEachEntry(
                    entry -> seen.add(entry.path() + " " + entry.metadata().mode()));
            List<String> expected = new ArrayList<>();
            for (var entry : model.entrySet()) {
                expected.add(entry.getKey() + " " + mode(entry.getKey(), entry.getValue()));
            }
            assertThat(seen).isEqualTo(expected);
            for (int i = 0; i < 20; i++) {
                RawPath path = somePath(random, random.nextInt(4));
                assertThat(tree.find(path).isPresent()).isEqualTo(model.containsKey(path));
                compareListing(tree, path, random);
            }
        }
    }

    private void compareListing(Tree tree, RawPath path, Random random) throws Exception {
        List<RawPath> children = model.keySet().stream()
                .filter(p -> !p.isRoot() && p.parent().equals(path))
                .toList();
        boolean directory = path.isRoot() || (model.containsKey(path) && isDirectory(path));
        Optional<Tree.Children> listed = tree.list(path);
        assertThat(listed.isPresent()).isEqualTo(directory);
        if (directory) {
            assertThat(listed.orElseThrow().entries()).extracting(e -> e.path()).isEqualTo(children);
            int limit = 1 + random.nextInt(3);
            List<RawPath> paged = new ArrayList<>();
            Optional<RawPath> after = Optional.empty();
            for (int page = 0; page <= children.size(); page++) {
                var part = tree.list(path, after, limit).orElseThrow().entries();
                if (part.isEmpty()) {
                    break;
                }
                part.forEach(entry -> paged.add(entry.path()));
                after = Optional.of(part.getLast().path());
            }
            assertThat(paged).isEqualTo(children);
        }
    }

    /** The varint behind the path's length, the path and the type. */
    private static int mode(RawPath path, byte[] entry) {
        int at = path.length() + 2;
        int low = entry[at] & 0x7F;
        return entry[at] < 0 ? low | (entry[at + 1] & 0x7F) << 7 : low;
    }
}
