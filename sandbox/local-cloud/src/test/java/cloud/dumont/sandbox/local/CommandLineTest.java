package cloud.dumont.sandbox.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class CommandLineTest {
    @Test
    void without_options_it_is_the_default_sandbox() {
        LocalCloudConfig config = CommandLine.parse("--repository", "/repo");

        assertThat(config.state()).isEqualTo(Path.of("/repo/.dumont"));
        assertThat(config.ports()).isEqualTo(new Ports(18_000));
        assertThat(config.machines()).isEqualTo(MachineMode.AUTO);
        assertThat(config.bootScale()).isEqualTo(0.2);
        assertThat(config.fresh()).isFalse();
        assertThat(config.trainCaches()).isTrue();
    }

    @Test
    void every_option_is_taken() {
        LocalCloudConfig config = CommandLine.parse(
                "--repository",
                "/repo",
                "--port-base",
                "28000",
                "--machines",
                "process",
                "--scale",
                "boot=1",
                "--fresh",
                "--seed",
                "7",
                "--without",
                "gateway,billing-service",
                "--no-cache-training");

        assertThat(config.state()).isEqualTo(Path.of("/repo/.dumont/28000"));
        assertThat(config.machines()).isEqualTo(MachineMode.PROCESS);
        assertThat(config.bootScale()).isEqualTo(1.0);
        assertThat(config.fresh()).isTrue();
        assertThat(config.seed()).isEqualTo(7);
        assertThat(config.without()).containsExactlyInAnyOrder("gateway", "billing-service");
        assertThat(config.trainCaches()).isFalse();
    }

    @Test
    void nonsense_gets_one_sentence() {
        assertThatThrownBy(() -> CommandLine.parse("--bogus")).hasMessage("unknown option --bogus");
        assertThatThrownBy(() -> CommandLine.parse("--port-base")).hasMessage("--port-base needs a value");
        assertThatThrownBy(() -> CommandLine.parse("--port-base", "x")).hasMessageContaining("whole number");
        assertThatThrownBy(() -> CommandLine.parse("--scale", "speed=2")).hasMessageContaining("boot=FACTOR");
        assertThatThrownBy(() -> CommandLine.parse("--scale", "boot=99")).hasMessageContaining("between 0 and 10");
        assertThatThrownBy(() -> CommandLine.parse("--machines", "vm"))
                .hasMessageContaining("auto, namespace or process");
    }
}
