package cloud.dumont.agent.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class InodeTableTest {
    @Test
    void behavesLikeAMapOverManyRandomSteps() {
        for (int seed = 0; seed < 20; seed++) {
            Random random = new Random(seed);
            Map<Integer, long[]> model = new HashMap<>();
            try (InodeTable table = new InodeTable()) {
                for (int step = 0; step < 20_000; step++) {
                    int number = random.nextInt(3000);
                    if (random.nextInt(4) == 0) {
                        table.forget(number);
                        model.remove(number);
                    } else {
                        long[] values = {random.nextInt(500), random.nextLong()};
                        table.learn(number, values[0], values[1]);
                        model.put(number, values);
                    }
                }
                compare(table, model);
            }
        }
    }

    private static void compare(InodeTable table, Map<Integer, long[]> model) {
        Map<Long, List<Integer>> byInode = new HashMap<>();
        model.forEach((number, values) ->
                byInode.computeIfAbsent(values[0], it -> new ArrayList<>()).add(number));
        for (long inode = 1; inode < 500; inode++) {
            assertThat(table.withInode(inode))
                    .containsExactlyInAnyOrderElementsOf(byInode.getOrDefault(inode, List.of()));
        }
        for (int number = 0; number < 3000; number++) {
            long[] values = model.getOrDefault(number, new long[] {0, 0});
            assertThat(table.inode(number)).isEqualTo(values[0]);
            assertThat(table.identity(number)).isEqualTo(values[1]);
        }
    }

    @Test
    void takesLessThanFortyBytesForAName() {
        try (InodeTable table = new InodeTable()) {
            for (int i = 0; i < 200_000; i++) {
                table.learn(i, i + 1, i + 1);
            }
            assertThat(table.memoryBytes() / 200_000).isLessThan(40);
        }
    }
}
