package cloud.dumont.agent.gpu;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NvidiaSmiTest {
    @TempDir
    Path folder;

    private NvidiaSmi tool(String script, Duration deadline) throws IOException {
        Path file = folder.resolve("nvidia-smi");
        Files.writeString(file, "#!/bin/sh\n" + script + "\n");
        assertThat(file.toFile().setExecutable(true)).isTrue();
        return new NvidiaSmi(file.toString(), deadline);
    }

    @Test
    void aHungToolIsGivenUpInTime() throws IOException {
        NvidiaSmi tool = tool("sleep 60", Duration.ofMillis(300));
        long begun = System.nanoTime();

        GpuReport report = tool.ask();

        assertThat(report.answers()).isFalse();
        assertThat(report.detail()).contains("did not answer");
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(30));
    }

    @Test
    void anOldToolIsAskedAgainForLess() throws IOException {
        NvidiaSmi tool = tool(
                "case $1 in *power.draw*) echo 'Field \"power.draw\" is not a valid field to query.'; exit 2;; esac\n"
                        + "echo '0, GeForce GTX 1080, GPU-1, 367.57, 8113'",
                Duration.ofSeconds(20));

        assertThat(tool.ask().gpus()).hasSize(1);
    }

    @Test
    void aMissingToolIsNoAnswer() {
        GpuReport report = new NvidiaSmi(folder.resolve("none").toString(), Duration.ofSeconds(5)).ask();

        assertThat(report.answers()).isFalse();
        assertThat(report.gpus()).isEmpty();
    }

    @Test
    void muchOutputDoesNotBlockIt() throws IOException {
        NvidiaSmi tool = tool("yes nonsense | head -c 3000000", Duration.ofSeconds(20));

        assertThat(tool.ask().gpus()).isEmpty();
    }
}
