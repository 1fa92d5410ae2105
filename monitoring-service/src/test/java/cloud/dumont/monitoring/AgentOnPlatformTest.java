package cloud.dumont.monitoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cloud.dumont.agent.Agent;
import cloud.dumont.agent.AgentConfig;
import cloud.dumont.agent.protocol.Command;
import cloud.dumont.kernel.Ids;
import cloud.dumont.kernel.UserId;
import cloud.dumont.monitoring.agent.Agents;
import cloud.dumont.monitoring.command.Commands;
import cloud.dumont.monitoring.heartbeat.ConfirmAlive;
import cloud.dumont.monitoring.telemetry.Readings;
import cloud.dumont.testkit.HeldClock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.TestPropertySource;

/** The real agent against the real service over loopback. */
@PlatformTest
@TestPropertySource(properties = "dumont.beats.interval=1s")
class AgentOnPlatformTest {
    @Autowired
    FakeInstanceManager instances;

    @Autowired
    Agents agents;

    @Autowired
    Commands commands;

    @Autowired
    ConfirmAlive confirmAlive;

    @Autowired
    Readings readings;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    HeldClock clock;

    @LocalServerPort
    int port;

    @TempDir
    Path folder;

    private final UserId user = Ids.secure(InstantSource.system()).next(UserId::new);
    private ServerSocket sshd;
    private Agent agent;
    private Thread thread;

    @BeforeEach
    void boxWithSsh() throws IOException {
        sshd = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::greet);
        Files.createDirectories(folder.resolve("ssh"));
        Path smi = folder.resolve("nvidia-smi");
        Files.writeString(
                smi, "#!/bin/sh\necho '0, NVIDIA GeForce RTX 4090, GPU-1, 550.54.15, 24564, 20000, 97, 71, 400.25'\n");
        assertThat(smi.toFile().setExecutable(true)).isTrue();
        instances.verdicts.clear();
        instances.preflights.clear();
        instances.stale.clear();
        instances.authorizedKeys = List.of("ssh-ed25519 AAAAC3Nz ana@laptop");
        instances.startCommand = "echo \"hello $MODEL\"; exit 7";
    }

    private void greet() {
        try {
            while (true) {
                try (Socket guest = sshd.accept()) {
                    guest.getOutputStream().write("SSH-2.0-test\r\n".getBytes(StandardCharsets.US_ASCII));
                }
            }
        } catch (IOException e) {
            assertThat(sshd.isClosed()).isTrue();
        }
    }

    private void start(FakeInstanceManager.Order order) throws IOException {
        instances.saves = false;
        AgentConfig config = AgentConfig.of(
                Map.of(
                        "DUMONT_URL", "http://127.0.0.1:" + port,
                        "DUMONT_TOKEN", order.token(),
                        "DUMONT_HOME", folder.resolve("home").toString(),
                        "DUMONT_SSHD_DIR", folder.resolve("ssh").toString(),
                        "DUMONT_SSHD_PID_FILE", folder.resolve("sshd.pid").toString(),
                        "DUMONT_SSHD_PORT", Integer.toString(sshd.getLocalPort()),
                        "DUMONT_AUTHORIZED_KEYS",
                                folder.resolve("user/.ssh/authorized_keys").toString(),
                        "DUMONT_NVIDIA_SMI", folder.resolve("nvidia-smi").toString()),
                "test");
        Agent started = new Agent(config, InstantSource.system());
        agent = started;
        thread = Thread.ofPlatform().start(() -> {
            try {
                started.run();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    @AfterEach
    void end() throws Exception {
        agent.end("test over");
        thread.join(5000);
        sshd.close();
        instances.saves = true;
    }

    private String keysOnBox() throws IOException {
        Path file = folder.resolve("user/.ssh/authorized_keys");
        return Files.exists(file) ? Files.readString(file) : "";
    }

    private long seq(FakeInstanceManager.Order order) {
        return agents.find(order.placement()).map(found -> found.lastSeq()).orElse(0L);
    }

    @Test
    void aBoxBecomesTheMachineAndStaysIt() throws Exception {
        instances.verdicts.addAll(List.of("later", "accepted"));
        FakeInstanceManager.Order order = instances.order(user, "nlp-1", 1);
        start(order);

        await().atMost(Duration.ofSeconds(30)).until(() -> seq(order) >= 3);
        await().atMost(Duration.ofSeconds(20)).until(() -> instances.preflights.size() == 2);
        assertThat(instances.preflights.getLast().path("ssh_listens").asBoolean())
                .isTrue();
        assertThat(instances.preflights.getLast().at("/box/gpus/0/memory_mb").asInt())
                .isEqualTo(24564);
        assertThat(Files.readString(folder.resolve("ssh/ssh_host_ed25519_key"))).isEqualTo(instances.hostKey);
        assertThat(keysOnBox()).contains("ssh-ed25519 AAAAC3Nz ana@laptop");
        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
            var reading = readings.newest(order.instance()).orElseThrow();
            assertThat(reading.gpus().getFirst().utilizationPercent()).isEqualTo(97.0);
            assertThat(reading.startCommand().state()).isEqualTo("exited");
            assertThat(reading.startCommand().exitStatus()).isEqualTo(7);
            assertThat(reading.startCommand().outputTail()).isEqualTo("hello llama 3\n");
        });

        confirmAlive.report(clock.instant());
        assertThat(instances.confirmations)
                .anyMatch(each -> each.path("placement")
                        .asString("")
                        .equals(order.placement().text()));
    }

    @Test
    void aNewKeyIsOnTheBoxWithinSeconds() throws Exception {
        FakeInstanceManager.Order order = instances.order(user, "nlp-2", 1);
        start(order);
        await().atMost(Duration.ofSeconds(30)).until(() -> keysOnBox().contains("ana@laptop"));

        instances.authorizedKeys = List.of("ssh-ed25519 AAAAC3Nz ana@laptop", "ssh-ed25519 AAAAC3Nw ana@desk");
        commands.give(order.placement(), Command.Kind.KEYS_CHANGED, clock.instant());

        await().atMost(Duration.ofSeconds(10)).until(() -> keysOnBox().contains("ana@desk"));
        await().atMost(Duration.ofSeconds(10))
                .until(() -> jdbc.sql("SELECT outcome FROM commands WHERE placement_id = :placement")
                        .param("placement", order.placement().value())
                        .query(String.class)
                        .list()
                        .equals(List.of("done")));
    }

    @Test
    void aBoxOfAnOldGenerationGetsQuiet() throws Exception {
        FakeInstanceManager.Order order = instances.order(user, "nlp-3", 1);
        start(order);
        await().atMost(Duration.ofSeconds(30)).until(() -> keysOnBox().contains("ana@laptop"));
        await().until(() -> seq(order) > 0);

        instances.stale.add(order.placement().text());
        confirmAlive.report(clock.instant());

        await().atMost(Duration.ofSeconds(10)).until(() -> !keysOnBox().contains("ana@laptop"));
        long heard = seq(order);
        await().atMost(Duration.ofSeconds(10)).until(() -> seq(order) > heard);
    }
}
