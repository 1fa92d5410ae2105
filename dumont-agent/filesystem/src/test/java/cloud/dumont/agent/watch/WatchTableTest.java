package cloud.dumont.agent.watch;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.dumont.agent.files.RawPath;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class WatchTableTest {
    @Test
    void remembersLikeAMap() {
        Random random = new Random(19);
        WatchTable table = new WatchTable();
        Map<Integer, Integer> model = new HashMap<>();
        for (int i = 0; i < 40_000; i++) {
            int watch = 1 + random.nextInt(6_000);
            if (random.nextInt(3) == 0) {
                table.remove(watch);
                model.remove(watch);
            } else {
                table.put(watch, 7, new byte[] {'x'}, i);
                model.put(watch, i);
            }
        }
        assertThat(table.size()).isEqualTo(model.size());
        for (int watch = 1; watch <= 6_000; watch++) {
            assertThat(table.has(watch)).isEqualTo(model.containsKey(watch));
            if (model.containsKey(watch)) {
                assertThat(table.changed(watch)).isEqualTo(model.get(watch));
            }
        }
    }

    @Test
    void aMovedDirectoryTakesItsSubtreeAlong() {
        WatchTable table = new WatchTable();
        table.put(1, WatchTable.TOP, new byte[0], 0);
        table.put(2, 1, new byte[] {'a'}, 0);
        table.put(3, 2, new byte[] {'b'}, 0);
        table.put(4, 3, new byte[] {'c'}, 0);
        assertThat(table.path(1)).isEqualTo(RawPath.ROOT);
        assertThat(table.path(4)).isEqualTo(RawPath.of("a/b/c"));
        table.put(3, 1, new byte[] {'z'}, 0);
        assertThat(table.path(4)).isEqualTo(RawPath.of("z/c"));
        assertThat(table.subtree(3)).containsExactlyInAnyOrder(3, 4);
        table.remove(3);
        assertThat(table.path(4)).isNull();
    }

    @Test
    void rootsBelowTheTopHaveTheirWholePath() {
        WatchTable table = new WatchTable();
        table.put(9, WatchTable.TOP, "home/u".getBytes(StandardCharsets.UTF_8), 0);
        table.put(10, 9, new byte[] {'d'}, 0);
        assertThat(table.path(10)).isEqualTo(RawPath.of("home/u/d"));
    }
}
