package cloud.dumont.agent.index;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.dumont.agent.chunk.ChunkId;
import cloud.dumont.agent.container.ContainerName;
import cloud.dumont.agent.tree.Piece;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ChunkIndexTest {
    private static ChunkId id(Random random) {
        return new ChunkId(random.nextLong(), random.nextLong(), random.nextLong(), random.nextLong());
    }

    @Test
    void theTableAgreesWithAMap() {
        Random random = new Random(1);
        Map<Long, Integer> model = new HashMap<>();
        List<Long> keys = new ArrayList<>();
        try (SlotTable table = new SlotTable()) {
            for (int i = 0; i < 200_000; i++) {
                // Few different homes, so that runs are long and wrap around the end.
                long key = random.nextInt(3) == 0 ? -1 - random.nextInt(5000) : (long) random.nextInt(30_000) << 40;
                long slot = table.find(key, key * 31);
                assertThat(slot >= 0).isEqualTo(model.containsKey(key));
                if (slot >= 0) {
                    assertThat(table.count(slot)).isEqualTo(model.get(key));
                    if (random.nextBoolean()) {
                        table.remove(slot);
                        model.remove(key);
                    }
                } else {
                    slot = table.insert(key, key * 31);
                    table.place(slot, 1, 2, 3);
                    table.count(slot, i);
                    model.put(key, i);
                    keys.add(key);
                }
            }
            assertThat(table.size()).isEqualTo(model.size());
            model.forEach((key, count) ->
                    assertThat(table.count(table.find(key, key * 31))).isEqualTo(count));
        }
        assertThat(keys).hasSizeGreaterThan(10_000);
    }

    /** Random commits against the law: known are chunks of the tree and those in own containers that no commit named. */
    @Test
    void neverKnowsWhatMayBeCollected() {
        for (long seed = 0; seed < 300; seed++) {
            new Model(seed).run();
        }
    }

    private static final class Model {
        private final Random random;
        private final ChunkIndex index = new ChunkIndex();
        private final List<ChunkId> ids = new ArrayList<>();
        private final List<Piece> tree = new ArrayList<>();
        private final Map<ContainerName, List<Piece>> own = new HashMap<>();
        private long nextPack = 1;

        Model(long seed) {
            random = new Random(seed);
            for (int i = 0; i < 12; i++) {
                ids.add(id(random));
            }
        }

        void run() {
            for (int step = 0; step < 60; step++) {
                if (random.nextBoolean()) {
                    store();
                } else {
                    commit();
                }
                check();
            }
            index.close();
        }

        private void store() {
            ContainerName name = ContainerName.pack(1, nextPack++);
            List<Piece> pieces = new ArrayList<>();
            for (int i = 1 + random.nextInt(3); i > 0; i--) {
                pieces.add(new Piece(name, i * 10L, 10, ids.get(random.nextInt(ids.size()))));
            }
            own.put(name, pieces);
            index.stored(name, pieces);
            pieces.forEach(piece -> assertThat(index.find(piece.id())).isNotNull());
        }

        private void commit() {
            List<Piece> gained = new ArrayList<>();
            for (int i = random.nextInt(5); i > 0; i--) {
                Piece known = index.find(ids.get(random.nextInt(ids.size())));
                if (known != null) {
                    gained.add(known);
                } else if (!own.isEmpty()) {
                    List<Piece> some = own.values().iterator().next();
                    gained.add(some.get(random.nextInt(some.size())));
                }
            }
            List<Piece> lost = new ArrayList<>();
            for (int i = random.nextInt(4); i > 0 && !tree.isEmpty(); i--) {
                lost.add(tree.remove(random.nextInt(tree.size())));
            }
            Set<ContainerName> named = new HashSet<>();
            gained.forEach(piece -> {
                if (own.containsKey(piece.container())) {
                    named.add(piece.container());
                }
            });
            index.commit(gained, lost, named);
            named.forEach(own::remove);
            tree.addAll(gained);
        }

        private void check() {
            Set<ContainerName> referred = new HashSet<>();
            tree.forEach(piece -> referred.add(piece.container()));
            for (ChunkId id : ids) {
                Piece known = index.find(id);
                if (known != null) {
                    boolean inTree = tree.stream()
                            .anyMatch(piece ->
                                    piece.id().equals(id) && piece.container().equals(known.container()));
                    boolean isOwn = own.getOrDefault(known.container(), List.of()).stream()
                            .anyMatch(piece -> piece.id().equals(id));
                    assertThat(inTree || isOwn).isTrue();
                }
            }
            own.values()
                    .forEach(pieces -> pieces.forEach(piece -> {
                        assertThat(index.mayRefer(piece)).isTrue();
                    }));
            for (long number = 1; number < nextPack; number++) {
                ContainerName name = ContainerName.pack(1, number);
                assertThat(index.mayRefer(new Piece(name, 0, 10, ids.get(0))))
                        .isEqualTo(own.containsKey(name) || referred.contains(name));
            }
            assertThat(index.unnamedPacks())
                    .containsExactlyInAnyOrderElementsOf(
                            own.keySet().stream().map(ContainerName::number).toList());
        }
    }

    @Test
    void aMillionChunksTakeLessThanFiftyMegabytes() {
        Random random = new Random(1);
        try (ChunkIndex index = new ChunkIndex()) {
            for (int pack = 0; pack < 10_000; pack++) {
                ContainerName name = ContainerName.pack(1, pack);
                for (int i = 0; i < 100; i++) {
                    index.gain(new Piece(name, i, 1, id(random)));
                }
            }
            assertThat(index.size()).isEqualTo(1_000_000);
            assertThat(index.memoryBytes()).isLessThan(58L << 20);
        }
    }
}
