package cloud.dumont.agent.tree;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.TreeMap;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;

class PageCutterTest {
    private static List<Long> pages(TreeMap<PathBytes, Entry> tree) throws Exception {
        List<Long> sums = new ArrayList<>();
        PageCutter<RuntimeException> cutter = new PageCutter<>((bytes, length) -> {
            CRC32C crc = new CRC32C();
            crc.update(bytes, 0, length);
            sums.add(crc.getValue());
            assertThat(length).isLessThanOrEqualTo(2 << 20);
        });
        for (Entry entry : tree.values()) {
            cutter.add(entry);
        }
        cutter.finish();
        return sums;
    }

    @Test
    void aChangeMovesFewPages() throws Exception {
        RandomEntries entries = new RandomEntries(3);
        TreeMap<PathBytes, Entry> tree = new TreeMap<>();
        for (int i = 0; i < 60_000; i++) {
            Entry entry = entries.entry(entries.path());
            tree.put(entry.path(), entry);
        }
        List<Long> before = pages(tree);
        assertThat(before).hasSizeGreaterThan(8);
        Entry added = entries.entry(entries.path());
        tree.put(added.path(), added);
        HashSet<Long> changed = new HashSet<>(pages(tree));
        changed.removeAll(before);
        assertThat(changed).hasSizeBetween(1, 3);
    }
}
