package cloud.dumont.agent.backup;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.dumont.agent.files.RawPath;
import cloud.dumont.agent.history.RegisterException;
import cloud.dumont.agent.protocol.backup.CommitRequest;
import cloud.dumont.agent.store.MemoryStore;
import cloud.dumont.agent.store.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** An old box wakes up while a new one works; whatever the order of their steps, the new one loses nothing. */
class TwoAgentsTest {
    private static final int INTERLEAVINGS = Integer.getInteger("dumont.interleavings", 1000);

    @Test
    void theOldEpochNeverAdvancesTheChain() throws Exception {
        Path base = Files.createTempDirectory(Path.of("/dev/shm"), "dumont-two");
        try {
            for (int seed = 0; seed < INTERLEAVINGS; seed++) {
                Path folder = Files.createDirectory(base.resolve("s" + seed));
                try {
                    interleave(folder, new Random(seed));
                } catch (Exception | AssertionError e) {
                    throw new AssertionError("seed " + seed, e);
                }
                RandomTree.deleteAll(folder);
            }
        } finally {
            RandomTree.deleteAll(base);
        }
    }

    private void interleave(Path folder, Random random) throws Exception {
        LocalPlatform platform = new LocalPlatform();
        MemoryStore store = new MemoryStore();
        LocalMachine old = new LocalMachine(folder.resolve("old"), platform, store, 1);
        write(old.top, random);
        old.save();
        LocalMachine fresh = new LocalMachine(folder.resolve("new"), platform, store, 2);
        int sealed = platform.commits.size();
        fresh.restore(LocalMachine.order(platform.chain()));
        List<Map<RawPath, String>> images = new ArrayList<>();
        for (int step = 0; step < 4; step++) {
            if (random.nextBoolean()) {
                write(old.top, random);
                saveInVain(old);
            } else {
                write(fresh.top, random);
                fresh.save();
                images.add(TreeImage.of(fresh.top));
            }
        }
        assertThat(platform.commits.subList(sealed, platform.commits.size()))
                .extracting(CommitRequest::epoch)
                .allMatch(it -> it.value() == 2);
        if (!images.isEmpty()) {
            LocalMachine check = new LocalMachine(folder.resolve("check"), platform, store, 2);
            check.restore(LocalMachine.order(platform.chain()));
            assertThat(TreeImage.of(check.top)).isEqualTo(images.getLast());
        }
        old.forget();
        fresh.forget();
    }

    private static void saveInVain(LocalMachine old) throws Exception {
        try {
            old.save();
            old.session().small().settle();
        } catch (RegisterException | StoreException | IOException | IllegalStateException e) {
            // As it should be: it cannot register, nor open anew.
            assertThat(e).isNotNull();
        }
    }

    private static void write(Path top, Random random) throws IOException {
        Files.writeString(top.resolve("f" + random.nextInt(3)), "content " + random.nextInt());
    }
}
