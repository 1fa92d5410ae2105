package cloud.dumont.agent.backup;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.dumont.agent.files.RawPath;
import cloud.dumont.agent.history.RegisterException;
import cloud.dumont.agent.store.FaultyStore;
import cloud.dumont.agent.store.MemoryStore;
import cloud.dumont.agent.store.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The agent dies at each of its requests in turn, before or after it took effect; the next one goes on where it was. */
class KilledAgentTest {
    private static final int ROUNDS = 4;

    @TempDir
    Path folder;

    private static void work(Path top, int round) throws IOException {
        Random random = new Random(round);
        Path directory = Files.createDirectories(top.resolve("d" + round % 2));
        for (int i = 0; i < 3; i++) {
            byte[] bytes = new byte[100 + random.nextInt(1000)];
            random.nextBytes(bytes);
            Files.write(directory.resolve("f" + i), bytes);
        }
        byte[] large = new byte[9 << 20];
        random.nextBytes(large);
        Files.write(top.resolve("large" + round % 2), large);
        Files.deleteIfExists(top.resolve("d" + round % 2 + "/f" + random.nextInt(3)));
    }

    /** @return whether all went well; the images of what was committed are added */
    private boolean session(
            LocalMachine box, LocalPlatform platform, int round, Map<Integer, Map<RawPath, String>> images)
            throws Exception {
        try {
            box.save();
        } catch (StoreException | RegisterException | IllegalStateException e) {
            return false;
        }
        if (box.session().repository().isUnsettled()) {
            return false;
        }
        images.put(platform.commits.size(), TreeImage.of(box.top));
        return round >= 0;
    }

    private int run(Path where, int dieAt, boolean afterEffect) throws Exception {
        LocalPlatform platform = new LocalPlatform();
        MemoryStore memory = new MemoryStore();
        FaultyStore store = new FaultyStore(memory);
        if (dieAt > 0) {
            store.dieAt(dieAt, afterEffect);
        }
        Map<Integer, Map<RawPath, String>> images = new HashMap<>();
        LocalMachine box = new LocalMachine(where, platform, store, 1);
        int deaths = 0;
        for (int round = 0; round < ROUNDS; round++) {
            work(box.top, round);
            while (!session(box, platform, round, images)) {
                deaths++;
                assertThat(deaths).isLessThan(3);
                checkNewest(where.resolve("after"), platform, memory, images);
                box.forget();
                box = new LocalMachine(where, platform, memory, 1);
            }
        }
        box.forget();
        checkNewest(where.resolve("end"), platform, memory, images);
        return store.requests().size();
    }

    private static void checkNewest(
            Path where, LocalPlatform platform, MemoryStore memory, Map<Integer, Map<RawPath, String>> images)
            throws Exception {
        Map<RawPath, String> image = images.get(platform.commits.size());
        if (image != null) {
            LocalMachine other = new LocalMachine(where, platform, memory, 1);
            other.restore(LocalMachine.order(platform.chain()));
            assertThat(TreeImage.of(other.top)).isEqualTo(image);
            RandomTree.deleteAll(where);
        }
    }

    @Test
    void atEveryRequestBeforeAndAfterItsEffect() throws Exception {
        int requests = run(folder.resolve("whole"), 0, false);
        assertThat(requests).isGreaterThan(10);
        List<String> died = new ArrayList<>();
        for (int k = 1; k <= requests; k++) {
            for (boolean after : List.of(false, true)) {
                Path where = folder.resolve("k" + k + after);
                run(where, k, after);
                died.add(k + " " + after);
                RandomTree.deleteAll(where);
            }
        }
        assertThat(died).hasSize(2 * requests);
    }

    @Test
    void whatWasUploadedBeforeTheDeathIsNotUploadedAgain() throws Exception {
        LocalPlatform platform = new LocalPlatform();
        MemoryStore memory = new MemoryStore();
        FaultyStore store = new FaultyStore(memory);
        LocalMachine box = new LocalMachine(folder.resolve("one"), platform, store, 1);
        byte[] large = new byte[60 << 20];
        new Random(1).nextBytes(large);
        Files.write(box.top.resolve("large"), large);
        store.dieAt(6, true);
        try {
            box.save();
        } catch (StoreException | IllegalStateException e) {
            assertThat(e).hasStackTraceContaining(FaultyStore.KILLED);
        }
        box.forget();
        long stored = stored(memory);
        assertThat(stored).isGreaterThan(20 << 20);

        LocalMachine next = new LocalMachine(folder.resolve("one"), platform, memory, 1);
        next.save();
        assertThat(stored(memory)).isLessThan((60 << 20) + (16 << 20));
        next.forget();
    }

    private static long stored(MemoryStore store) throws Exception {
        return store.list("e/000000000001/p/", null).stream()
                .mapToLong(it -> it.size())
                .sum();
    }

    @Test
    void lostAnswersOfTheStoreAndOfThePlatformDoNoHarm() throws Exception {
        LocalPlatform platform = new LocalPlatform();
        FaultyStore store = new FaultyStore(new MemoryStore());
        LocalMachine box = new LocalMachine(folder.resolve("one"), platform, store, 1);
        for (int round = 0; round < 6; round++) {
            work(box.top, round);
            store.loseAnswers(round % 3);
            platform.loseAnswers = round % 2;
            box.save();
            while (box.session().repository().isUnsettled()) {
                box.session().small().settle();
            }
            LocalMachine other = new LocalMachine(folder.resolve("r" + round), platform, store, 1);
            other.restore(LocalMachine.order(platform.chain()));
            assertThat(TreeImage.of(other.top)).isEqualTo(TreeImage.of(box.top));
        }
        box.forget();
    }
}
