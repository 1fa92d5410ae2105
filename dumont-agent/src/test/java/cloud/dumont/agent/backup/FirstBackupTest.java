package cloud.dumont.agent.backup;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.dumont.agent.history.CommitOutcome;
import cloud.dumont.agent.restore.Restorer;
import cloud.dumont.agent.store.MemoryStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FirstBackupTest {
    @TempDir
    Path folder;

    private final LocalPlatform platform = new LocalPlatform();
    private final MemoryStore store = new MemoryStore();
    private LocalMachine box;

    @BeforeEach
    void fill() throws Exception {
        box = new LocalMachine(folder.resolve("one"), platform, store, 1);
        Files.createDirectory(box.top.resolve("a"));
        Files.writeString(box.top.resolve("a/one"), "hello");
        Files.createSymbolicLink(box.top.resolve("a/link"), Path.of("/nowhere"));
        Files.createLink(box.top.resolve("second-name"), box.top.resolve("a/one"));
        byte[] big = new byte[20 << 20];
        new Random(1).nextBytes(big);
        Files.write(box.top.resolve("a/big"), big);
    }

    @Test
    void whatIsSavedComesBackElsewhere() throws Exception {
        assertThat(box.save()).isInstanceOf(CommitOutcome.Committed.class);
        assertThat(platform.commits).hasSize(1);

        try (LocalMachine other = new LocalMachine(folder.resolve("two"), platform, store, 2)) {
            assertThat(other.restore(LocalMachine.order(platform.chain()))).isEqualTo(new Restorer.Result.Done(0));
            assertThat(TreeImage.of(other.top)).isEqualTo(TreeImage.of(box.top));
        }
    }

    @Test
    void nothingChangedIsNoCommit() throws Exception {
        box.save();
        box.save();
        assertThat(platform.commits).hasSize(1);
        box.forget();
        assertThat(box.save()).isNull();
        assertThat(platform.commits).hasSize(1);
        box.close();
    }
}
