package cloud.dumont.agent.life;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateFilesTest {
    @TempDir
    Path folder;

    @Test
    void onAFullDiskThereIsStillSpaceForANote() throws Exception {
        Assumptions.assumeTrue(run("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", folder.toString()));
        try {
            StateFiles state = StateFiles.in(folder);
            fill();
            assertThatThrownBy(() -> Files.writeString(folder.resolve("other"), "no"))
                    .isInstanceOf(IOException.class);
            state.write("note", "x".repeat(10_000));
            assertThat(state.read("note")).contains("x".repeat(10_000));
            Files.delete(folder.resolve("full"));
            Files.deleteIfExists(folder.resolve("other"));
            state.write("note", "short");
            fill();
            state.write("note", "y".repeat(10_000));
            assertThat(state.read("note")).as("set aside anew").contains("y".repeat(10_000));
        } finally {
            assertThat(run("umount", folder.toString())).isTrue();
        }
    }

    private void fill() throws IOException {
        try (OutputStream out = Files.newOutputStream(folder.resolve("full"))) {
            for (int i = 0; i < 1_000; i++) {
                out.write(new byte[4096]);
            }
        } catch (IOException e) {
            return;
        }
        throw new AssertionError("the disk is not full");
    }

    private static boolean run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
    }
}
