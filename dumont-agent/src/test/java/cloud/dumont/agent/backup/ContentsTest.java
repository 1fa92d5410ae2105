package cloud.dumont.agent.backup;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.dumont.agent.store.MemoryStore;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContentsTest {
    private static final int STEP = 16_384;
    private static final int HOLES = 30_000;

    @TempDir
    Path folder;

    @Test
    void aFileOfMoreHolesThanAPageHoldsComesBackAllTheSame() throws Exception {
        LocalPlatform platform = new LocalPlatform();
        MemoryStore store = new MemoryStore();
        try (LocalMachine machine = new LocalMachine(folder.resolve("one"), platform, store, 1)) {
            Path file = machine.top.resolve("holes");
            try (FileChannel out = FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.SPARSE)) {
                for (int i = 1; i <= HOLES; i++) {
                    out.write(
                            ByteBuffer.wrap(("part " + i % 7).getBytes(java.nio.charset.StandardCharsets.UTF_8)),
                            (long) i * STEP);
                }
            }
            machine.save();
            long[] holes = new long[1];
            machine.session().repository().tree().visit((number, entry) -> {
                if (entry instanceof cloud.dumont.agent.tree.Entry.File it) {
                    holes[0] = it.content().parts().stream()
                            .filter(part -> part instanceof cloud.dumont.agent.tree.Part.Hole)
                            .count();
                }
            });
            assertThat(holes[0]).isEqualTo(20_000);
            LocalMachine other = new LocalMachine(folder.resolve("two"), platform, store, 1);
            other.restore(LocalMachine.order(platform.chain()));
            assertThat(Files.mismatch(file, other.top.resolve("holes"))).isEqualTo(-1);
        }
    }
}
