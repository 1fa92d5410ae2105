package cloud.dumont.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The main job by clicks in Chromium; a screenshot of each page stays in {@code target/screenshots}. */
@Tag("quick")
class BrowserStoryIT {
    private final Platform platform = Platform.get();
    private final Path shots = Path.of("target/screenshots").toAbsolutePath();
    private final Ssh ssh = Ssh.newKey();

    @Test
    void signUpRentSshStopStartDestroy() throws Exception {
        Files.createDirectories(shots);
        JsonNode rented = browse("--until", "running");
        String command = rented.path("sshCommand").asString();
        assertThat(ssh.run(command, "whoami").expectSuccess()).isEqualTo("root");
        assertThat(ssh.run(command, "nvidia-smi -L").expectSuccess()).contains("GPU 0");
        browse(
                "--from",
                "running",
                "--instance",
                rented.path("instance").asString(),
                "--email",
                rented.path("email").asString(),
                "--password",
                rented.path("password").asString());
        platform.awaitNoBoxes();
        try (var files = Files.list(shots)) {
            assertThat(files.filter(file -> file.toString().endsWith(".png"))).hasSizeGreaterThan(8);
        }
    }

    private JsonNode browse(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("node", "e2e/story.mjs"));
        command.addAll(List.of(arguments));
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(Path.of("../frontend").toFile());
        builder.environment().put("BASE_URL", platform.gateway());
        builder.environment().put("MAIL_URL", platform.mail());
        builder.environment().put("SSH_PUBLIC_KEY_FILE", ssh.publicKeyFile().toString());
        builder.environment().put("SHOTS_DIR", shots.toString());
        // A model with several offers at about one price, so that a start finds one within the first price's limit.
        builder.environment().put("GPU", "rtx_3090");
        Path errors = shots.resolve("story.log");
        Process process = builder.redirectError(ProcessBuilder.Redirect.appendTo(errors.toFile()))
                .start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!process.waitFor(5, TimeUnit.MINUTES) || process.exitValue() != 0) {
            process.destroyForcibly();
            throw new AssertionError("the browser story failed:\n" + out + Files.readString(errors));
        }
        String last = out.strip().lines().reduce("{}", (a, b) -> b);
        return Api.JSON.readTree(last.startsWith("{") ? last : "{}");
    }
}
