package cloud.dumont.agent.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real script under sh, with a small platform and an archive that holds a tiny agent. */
class BootstrapTest {
    private static final Path SCRIPT = Path.of("src/main/sh/bootstrap.sh").toAbsolutePath();

    @TempDir
    Path folder;

    private HttpServer platform;
    private final AtomicInteger downloads = new AtomicInteger();
    private final AtomicInteger failuresLeft = new AtomicInteger();
    private final List<String> reports = new CopyOnWriteArrayList<>();
    private byte[] archive = {};
    private Process daemon;

    @BeforeEach
    void platform() throws Exception {
        archive = archive();
        platform = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        platform.createContext("/agent/dumont-agent-linux-x86_64.tar.gz", exchange -> {
            try (exchange) {
                downloads.incrementAndGet();
                if (failuresLeft.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                    exchange.sendResponseHeaders(503, -1);
                    return;
                }
                exchange.sendResponseHeaders(200, archive.length);
                exchange.getResponseBody().write(archive);
            }
        });
        platform.createContext("/agent/v1/bootstrap-failure", exchange -> {
            try (exchange) {
                reports.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
                exchange.sendResponseHeaders(204, -1);
            }
        });
        platform.start();
        Files.createDirectories(folder.resolve("ssh"));
        Files.writeString(folder.resolve("ssh/sshd_config"), "Port 22\n");
        // A program that looks like the image's sshd, so that none is started.
        Path sshd = script(folder.resolve("sshd"), "while :; do sleep 1; done");
        daemon = new ProcessBuilder("sh", sshd.toString()).start();
        Files.writeString(folder.resolve("sshd.pid"), Long.toString(daemon.pid()));
    }

    @AfterEach
    void end() throws IOException {
        platform.stop(0);
        daemon.destroyForcibly();
        for (Path pid : List.of(folder.resolve("home/state/loop.pid"))) {
            if (Files.exists(pid)) {
                ProcessHandle.of(Long.parseLong(Files.readString(pid).strip()))
                        .ifPresent(ProcessHandle::destroyForcibly);
            }
        }
    }

    private static Path script(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, "#!/bin/sh\n" + text + "\n");
        assertThat(file.toFile().setExecutable(true)).isTrue();
        return file;
    }

    private byte[] archive() throws Exception {
        Path tree = folder.resolve("tree/dumont-agent");
        script(tree.resolve("bin/dumont-agent"), "exit 0");
        script(
                tree.resolve("bin/dumont-agent-loop"),
                "echo $$ >\"$DUMONT_HOME/state/loop.pid\"\necho run >>\"$DUMONT_HOME/runs\"\nwhile :; do sleep 1; done");
        Path file = folder.resolve("archive.tar.gz");
        assertThat(new ProcessBuilder(
                                "tar",
                                "-czf",
                                file.toString(),
                                "-C",
                                folder.resolve("tree").toString(),
                                "dumont-agent")
                        .start()
                        .waitFor())
                .isZero();
        return Files.readAllBytes(file);
    }

    private record Outcome(int status, String output) {}

    private Outcome bootstrap(Map<String, String> changes) throws Exception {
        ProcessBuilder builder = new ProcessBuilder("sh", SCRIPT.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile());
        Map<String, String> environment = builder.environment();
        environment.put(
                "DUMONT_URL", "http://127.0.0.1:" + platform.getAddress().getPort() + "/");
        environment.put("DUMONT_TOKEN", "dcb_secret");
        environment.put(
                "DUMONT_AGENT_SHA256",
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(archive)));
        environment.put("DUMONT_HOME", folder.resolve("home").toString());
        environment.put("DUMONT_SSHD_DIR", folder.resolve("ssh").toString());
        environment.put("DUMONT_SSHD_PID_FILE", folder.resolve("sshd.pid").toString());
        environment.put("DUMONT_SSHD_WAIT", "1");
        environment.putAll(changes);
        Process process = builder.start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return new Outcome(process.exitValue(), Files.readString(folder.resolve("log")));
    }

    /** A PATH with everything the script needs but the tools named. */
    private String pathWithout(String... tools) throws IOException {
        Path bin = Files.createDirectories(folder.resolve("bin-" + String.join("-", tools)));
        for (String tool : List.of(
                "sh",
                "tar",
                "gzip",
                "cut",
                "tr",
                "mktemp",
                "mkdir",
                "chmod",
                "uname",
                "sha256sum",
                "cat",
                "grep",
                "rm",
                "mv",
                "sleep",
                "setsid",
                "id",
                "curl",
                "wget",
                "dirname",
                "kill")) {
            Path real = Path.of("/usr/bin", tool);
            if (!List.of(tools).contains(tool) && Files.exists(real)) {
                Files.createSymbolicLink(bin.resolve(tool), real);
            }
        }
        return bin.toString();
    }

    private String runs() throws IOException {
        Path runs = folder.resolve("home/runs");
        return Files.exists(runs) ? Files.readString(runs) : "";
    }

    @Test
    void theAgentRunsAndASecondBootstrapChangesNothing() throws Exception {
        assertThat(bootstrap(Map.of()).status()).isZero();
        await().atMost(Duration.ofSeconds(10)).until(() -> runs().equals("run\n"));

        Outcome again = bootstrap(Map.of());

        assertThat(again.status()).isZero();
        assertThat(again.output()).contains("the agent runs already");
        assertThat(downloads).hasValue(1);
        assertThat(runs()).isEqualTo("run\n");
        assertThat(Files.readString(folder.resolve("ssh/sshd_config")))
                .containsOnlyOnce("PasswordAuthentication no")
                .endsWith("Port 22\n");
        assertThat(folder.resolve("home/state").toFile().list()).contains("download-bytes-per-second");
    }

    @Test
    void anArchiveWithAnotherChecksumIsNotEvenUnpacked() throws Exception {
        Outcome outcome = bootstrap(Map.of("DUMONT_AGENT_SHA256", "0".repeat(64)));

        assertThat(outcome.status()).isEqualTo(1);
        assertThat(outcome.output())
                .contains("dumont-bootstrap: the agent's checksum is ")
                .doesNotContain("dcb_secret");
        assertThat(reports).hasSize(1);
        assertThat(reports.getFirst())
                .startsWith("{\"what\":\"the agent's checksum is ")
                .contains("\"remedy\":\"");
        assertThat(folder.resolve("home").toFile().list()).containsExactly("state");
    }

    @Test
    void wgetIsAsGoodAsCurl() throws Exception {
        Outcome outcome = bootstrap(Map.of("PATH", pathWithout("curl")));

        assertThat(outcome.output()).contains("the agent is started");
        assertThat(outcome.status()).isZero();
    }

    @Test
    void withoutEitherItSaysWhatIsMissing() throws Exception {
        Outcome outcome = bootstrap(Map.of("PATH", pathWithout("curl", "wget")));

        assertThat(outcome.status()).isEqualTo(1);
        assertThat(outcome.output())
                .contains("dumont-bootstrap: neither curl nor wget is here: use an image that has one of them");
    }

    @Test
    void aDownloadThatFailsAtFirstIsTriedAgain() throws Exception {
        failuresLeft.set(1);

        assertThat(bootstrap(Map.of()).status()).isZero();
        assertThat(downloads).hasValue(2);
    }

    @Test
    void aPlatformThatIsNotThereIsNamed() throws Exception {
        failuresLeft.set(9);

        Outcome outcome = bootstrap(Map.of("DUMONT_FETCH_TRIES", "1"));

        assertThat(outcome.status()).isEqualTo(1);
        assertThat(outcome.output())
                .contains("dumont-bootstrap: the agent cannot be downloaded from http://127.0.0.1:");
        assertThat(reports).hasSize(1);
    }

    @Test
    void missingSettingsAreNamed() throws Exception {
        assertThat(bootstrap(Map.of("DUMONT_URL", "")).output()).contains("DUMONT_URL is not set");
        assertThat(bootstrap(Map.of("DUMONT_AGENT_SHA256", "abc; rm -rf /")).output())
                .contains("is not a checksum");
    }

    @Test
    void aFolderThatCannotBeWrittenIsNamed() throws Exception {
        Path file = Files.writeString(folder.resolve("not-a-folder"), "");

        Outcome outcome = bootstrap(Map.of("DUMONT_HOME", file.resolve("home").toString()));

        assertThat(outcome.output()).contains("cannot be written: set DUMONT_HOME to a folder that can");
    }
}
