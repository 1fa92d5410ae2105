package cloud.dumont.sandbox.r2;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/** A client that knows nothing of us: rclone, told that this is Cloudflare. */
@EnabledIf("isInstalled")
class RcloneTest extends Fixture {
    static boolean isInstalled() {
        return Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, "rclone")));
    }

    private String rclone(String... words) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("rclone", "--config", "/dev/null", "--retries", "1", "-v"));
        command.addAll(List.of(words));
        Path output = Files.createTempFile(folder, "rclone", ".log");
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(output.toFile());
        // nothing of this machine's settings for AWS clients
        builder.environment().keySet().retainAll(List.of("PATH", "HOME", "TMPDIR"));
        builder.environment()
                .putAll(Map.of(
                        "RCLONE_CONFIG_R2_TYPE", "s3",
                        "RCLONE_CONFIG_R2_PROVIDER", "Cloudflare",
                        "RCLONE_CONFIG_R2_REGION", "auto",
                        "RCLONE_CONFIG_R2_ENDPOINT", r2.url(),
                        "RCLONE_CONFIG_R2_ACCESS_KEY_ID",
                                r2.config().keys().getFirst().id(),
                        "RCLONE_CONFIG_R2_SECRET_ACCESS_KEY",
                                r2.config().keys().getFirst().secret(),
                        "RCLONE_CONFIG_R2_UPLOAD_CUTOFF", "6M",
                        "RCLONE_CONFIG_R2_CHUNK_SIZE", "5M"));
        Process process = builder.start();
        String text = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).as(Files.readString(output)).isZero();
        return text;
    }

    @Test
    void a_tree_goes_up_comes_down_and_is_the_same() throws Exception {
        Path tree = folder.resolve("tree");
        for (int i = 0; i < 30; i++) {
            Path file = tree.resolve("folder " + i % 4 + "/ü" + i + ".bin");
            Files.createDirectories(file.getParent());
            Files.write(file, S3Contract.bytes(i * 1_000, i));
        }
        Files.write(tree.resolve("big"), S3Contract.bytes(17 << 20, 99));

        rclone("copy", tree.toString(), "r2:" + BUCKET + "/copy");
        rclone("check", "--download", tree.toString(), "r2:" + BUCKET + "/copy");
        rclone("copy", "r2:" + BUCKET + "/copy", folder.resolve("back").toString());
        rclone("check", tree.toString(), folder.resolve("back").toString());
        assertThat(rclone("size", "--json", "r2:" + BUCKET)).contains("\"count\":31");
        assertThat(s3.headObject(of -> of.bucket(BUCKET).key("copy/big")).eTag())
                .endsWith("-4\"");

        Files.delete(tree.resolve("big"));
        rclone("sync", tree.toString(), "r2:" + BUCKET + "/copy");
        assertThat(r2.objects(BUCKET, "")).hasSize(30);
        rclone("purge", "r2:" + BUCKET + "/copy");
        assertThat(r2.objects(BUCKET, "")).isEmpty();
    }
}
