package cloud.dumont.agent.backup;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.dumont.agent.files.RawPath;
import cloud.dumont.agent.restore.Restorer;
import cloud.dumont.agent.store.MemoryStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Random hands work in a folder, commits are made at random moments, agents die and are replaced, and random commits come back
 * elsewhere exactly, by the engine and by the reader that shares nothing with it. A failure names its seed; {@code -Ddumont.seed=N} repeats that one alone.
 */
class RandomSequencesTest {
    private static final int TREES = Integer.getInteger("dumont.trees", 125);
    private static final int SEQUENCES = 80;

    private record Saved(Map<RawPath, String> image, Map<String, byte[]> contents, int commit) {}

    @Test
    void everyCommitComesBackAsItWas() throws Exception {
        Integer only = Integer.getInteger("dumont.seed");
        Path base = Files.createTempDirectory(Path.of("/dev/shm"), "dumont-random");
        try {
            for (int seed = only == null ? 0 : only; seed <= (only == null ? TREES - 1 : only); seed++) {
                try {
                    run(Files.createDirectory(base.resolve("t" + seed)), seed);
                } catch (Exception | AssertionError e) {
                    throw new AssertionError("seed " + seed, e);
                }
            }
        } finally {
            RandomTree.deleteAll(base);
        }
    }

    private void run(Path folder, int seed) throws Exception {
        Random random = new Random(seed);
        LocalPlatform platform = new LocalPlatform();
        MemoryStore store = new MemoryStore();
        long epoch = 1;
        LocalMachine box = new LocalMachine(folder, platform, store, epoch);
        RandomTree tree = new RandomTree(box.top, random);
        List<Saved> saved = new ArrayList<>();
        for (int sequence = 0; sequence < SEQUENCES; sequence++) {
            for (int step = random.nextInt(6); step >= 0; step--) {
                tree.step();
            }
            tree.history.add("save");
            box.save();
            if (!platform.commits.isEmpty() && (random.nextInt(8) == 0 || saved.isEmpty())) {
                saved.add(new Saved(TreeImage.of(box.top), tree.contents(), platform.commits.size() - 1));
            }
            if (random.nextInt(12) == 0) {
                box.forget();
                if (random.nextInt(3) == 0) {
                    Files.deleteIfExists(box.state.resolve("identities"));
                }
                epoch += random.nextInt(2);
                box = new LocalMachine(folder, platform, store, epoch);
            }
            if (random.nextInt(24) == 0 && !saved.isEmpty()) {
                check(folder.resolve("r" + sequence), platform, store, epoch, saved.get(random.nextInt(saved.size())));
            }
        }
        check(folder.resolve("last"), platform, store, epoch, saved.getLast());
        box.forget();
    }

    private void check(Path folder, LocalPlatform platform, MemoryStore store, long epoch, Saved saved)
            throws Exception {
        LocalMachine other = new LocalMachine(folder, platform, store, epoch);
        Restorer.Result result = other.restore(LocalMachine.order(platform.chainTo(saved.commit())));
        assertThat(result).isEqualTo(new Restorer.Result.Done(0));
        assertThat(TreeImage.of(other.top)).isEqualTo(saved.image());
        for (Map.Entry<String, byte[]> file : saved.contents().entrySet()) {
            assertThat(Arrays.equals(Files.readAllBytes(other.top.resolve(file.getKey())), file.getValue()))
                    .as(file.getKey())
                    .isTrue();
        }
        agree(folder, platform, store, saved);
        RandomTree.deleteAll(folder);
    }

    private void agree(Path folder, LocalPlatform platform, MemoryStore store, Saved saved) throws Exception {
        SecondReader reader = new SecondReader(folder.resolve("bucket"), platform.key);
        reader.copy(store, platform.wholeChain());
        Path target = folder.resolve("second");
        reader.restore(platform.wholeChain().get(saved.commit()), target);
        assertThat(TreeImage.of(target)).as("of the second reader").isEqualTo(saved.image());
    }
}
