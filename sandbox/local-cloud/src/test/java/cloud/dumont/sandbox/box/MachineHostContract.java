package cloud.dumont.sandbox.box;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cloud.dumont.sandbox.machine.GpuFacts;
import cloud.dumont.sandbox.machine.Machine;
import cloud.dumont.sandbox.machine.MachineOrder;
import cloud.dumont.sandbox.os.Command;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every host of boxes promises to the vendors' simulators, proven with a real ssh client. */
abstract class MachineHostContract {
    static final Path IMAGE = Path.of("..", "machine-image").toAbsolutePath().normalize();
    private static final GpuFacts GPUS = new GpuFacts("NVIDIA GeForce RTX 4090", 2, 24564, "570.133.20", "12.8");
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @TempDir
    Path folder;

    private LocalMachineHost host;
    private Path key;

    abstract LocalMachineHost open(Path machines) throws IOException;

    /** Where a box of this host has its root's folder {@code /root}. */
    abstract String home();

    @BeforeEach
    void start() throws IOException {
        key = folder.resolve("key");
        Command.require("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", key.toString());
        host = open(folder.resolve("machines"));
    }

    @AfterEach
    void stop() {
        host.close();
    }

    MachineOrder order(String ref, String onstart) throws IOException {
        String publicKey = Files.readString(Path.of(key + ".pub")).strip();
        Map<String, String> env = Map.of("GREETING", "it's $HOME \"and\" more", "SSH_AT", "${address}:${port:22}");
        return new MachineOrder(
                "vastai",
                ref,
                "a label",
                "gpu-" + ref,
                GPUS,
                10,
                env,
                onstart,
                List.of(publicKey),
                List.of(22),
                Duration.ZERO,
                0);
    }

    Command.Answer ssh(Machine machine, String command) throws IOException {
        return Command.run(
                "ssh",
                "-i",
                key.toString(),
                "-p",
                machine.ports().get(22).toString(),
                "-o",
                "StrictHostKeyChecking=no",
                "-o",
                "UserKnownHostsFile=/dev/null",
                "-o",
                "LogLevel=ERROR",
                "-o",
                "BatchMode=yes",
                "-o",
                "ConnectTimeout=3",
                System.getProperty("user.name") + "@" + machine.address(),
                command);
    }

    Machine usable(MachineOrder order) throws IOException {
        Machine machine = host.start(order);
        await().atMost(PATIENCE).until(() -> banner(machine).startsWith("SSH-2.0-"));
        return machine;
    }

    static String banner(Machine machine) {
        try (Socket socket = new Socket()) {
            socket.connect(
                    new InetSocketAddress(machine.address(), machine.ports().get(22)), 1_000);
            socket.setSoTimeout(1_000);
            return new String(socket.getInputStream().readNBytes(8), StandardCharsets.US_ASCII);
        } catch (IOException closed) {
            return "";
        }
    }

    @Test
    void a_started_box_answers_ssh_and_shows_the_rented_gpus() throws IOException {
        Machine machine = usable(order("1", ""));

        assertThat(ssh(machine, "nvidia-smi -L").output().lines())
                .hasSize(2)
                .allMatch(line -> line.contains("NVIDIA GeForce RTX 4090 (UUID: GPU-"));
        assertThat(ssh(machine, "nvidia-smi --query-gpu=memory.total,driver_version --format=csv,noheader,nounits")
                        .output())
                .isEqualTo("24564, 570.133.20\n24564, 570.133.20");
        assertThat(host.find("vastai", "1")).contains(machine);
        assertThat(ProcessHandle.of(machine.pid())).isPresent();
    }

    @Test
    void gpus_react_to_load() throws IOException {
        Machine machine = usable(order("2", ""));
        String query = "nvidia-smi --query-gpu=utilization.gpu --format=csv,noheader,nounits";

        // The programs of a box that has only just started count as load for a moment.
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(ssh(machine, query).output()).isEqualTo("0\n0"));
        ssh(machine, "printf '0 80\\n' > \"${DUMONT_ROOT:-}/run/gpu-load\"");
        assertThat(ssh(machine, query).output()).isEqualTo("80\n0");
    }

    @Test
    void the_start_script_runs_at_every_start_with_the_orders_environment() throws IOException {
        MachineOrder order = order("3", "echo \"$GREETING $SSH_AT\" >> \"$HOME/started\"");
        Machine first = usable(order);
        await().atMost(PATIENCE).until(() -> started(first).lines().count() == 1);
        assertThat(started(first))
                .isEqualTo("it's $HOME \"and\" more 127.0.0.1:" + first.ports().get(22));
        assertThat(ssh(first, "echo \"[$GREETING]\"").output())
                .as("not in a login")
                .isEqualTo("[]");

        host.kill("vastai", "3");
        Machine second = usable(order);
        await().atMost(PATIENCE).until(() -> started(second).lines().count() == 2);
    }

    private String started(Machine machine) throws IOException {
        return ssh(machine, "cat " + home() + "/started").output();
    }

    @Test
    void a_second_start_of_a_running_box_changes_nothing() throws IOException {
        Machine machine = usable(order("4", ""));

        assertThat(host.start(order("4", ""))).isEqualTo(machine);
    }

    @Test
    void a_killed_box_is_dead_at_once_and_keeps_its_disk_and_its_host_key() throws IOException {
        Machine first = usable(order("5", ""));
        ssh(first, "echo kept > " + home() + "/file; sync");
        String hostKey = hostKey(first);

        host.kill("vastai", "5");
        assertThat(banner(first)).isEmpty();
        assertThat(host.find("vastai", "5")).isEmpty();
        assertThat(ProcessHandle.of(first.pid())).isEmpty();

        Machine second = usable(order("5", ""));
        assertThat(ssh(second, "cat " + home() + "/file").output()).isEqualTo("kept");
        assertThat(hostKey(second)).isEqualTo(hostKey);
    }

    private static String hostKey(Machine machine) throws IOException {
        String scan = Command.run(
                        "ssh-keyscan",
                        "-t",
                        "ed25519",
                        "-p",
                        machine.ports().get(22).toString(),
                        machine.address())
                .output();
        return scan.lines()
                .filter(line -> line.contains(" ssh-ed25519 "))
                .map(line -> line.replaceFirst(".* ssh-ed25519 ", ""))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void a_new_host_key_serves_after_a_reload() throws IOException {
        Machine machine = usable(order("6", ""));
        String before = hostKey(machine);
        String key = "\"${DUMONT_ROOT:-}/etc/ssh/ssh_host_ed25519_key\"";

        ssh(
                machine,
                "rm " + key + " && ssh-keygen -q -t ed25519 -N '' -f " + key
                        + " && kill -HUP $(cat \"${DUMONT_ROOT:-}/run/sshd.pid\")");

        await().atMost(PATIENCE)
                .ignoreExceptions()
                .until(() -> !hostKey(machine).equals(before));
    }

    @Test
    void a_stopped_box_can_say_goodbye() throws IOException {
        String script = "trap 'echo bye > \"$HOME/bye\"; exit' TERM; touch \"$HOME/up\"; while :; do sleep 0.1; done";
        Machine first = usable(order("7", script));
        await().atMost(PATIENCE).until(() -> ssh(first, "ls " + home() + "/up").ok());

        host.stop("vastai", "7");
        assertThat(host.find("vastai", "7")).isEmpty();

        Machine second = usable(order("7", "true"));
        assertThat(ssh(second, "cat " + home() + "/bye").output()).isEqualTo("bye");
    }

    @Test
    void a_box_whose_power_button_is_pressed_ends_itself() throws IOException {
        String script = "trap 'echo bye > \"$HOME/bye\"; exit' TERM; touch \"$HOME/up\"; while :; do sleep 0.1; done";
        Machine first = usable(order("17", script));
        await().atMost(PATIENCE).until(() -> ssh(first, "ls " + home() + "/up").ok());

        host.softOff("vastai", "17");
        host.softOff("vastai", "17");
        host.softOff("vastai", "18");
        await().atMost(PATIENCE).until(() -> banner(first).isEmpty());
        host.stop("vastai", "17");

        Machine second = usable(order("17", "true"));
        assertThat(ssh(second, "cat " + home() + "/bye").output()).isEqualTo("bye");
    }

    @Test
    void a_destroyed_box_leaves_nothing() throws IOException {
        Machine first = usable(order("8", ""));
        ssh(first, "echo secret > " + home() + "/file");

        host.destroy("vastai", "8");
        host.destroy("vastai", "8");
        assertThat(folder.resolve("machines/vastai/8")).doesNotExist();

        Machine second = usable(order("8", ""));
        assertThat(ssh(second, "cat " + home() + "/file").ok()).isFalse();
    }

    @Test
    void sshd_stays_closed_as_long_as_the_image_boots() throws IOException {
        MachineOrder order = order("9", "");
        MachineOrder slow = new MachineOrder(
                order.vendor(),
                order.ref(),
                order.label(),
                order.hostname(),
                order.gpus(),
                order.diskGb(),
                order.env(),
                order.onstart(),
                order.authorizedKeys(),
                order.exposedPorts(),
                Duration.ofSeconds(2),
                0);
        Machine machine = host.start(slow);

        await().during(Duration.ofSeconds(1)).until(() -> banner(machine).isEmpty());
        await().atMost(PATIENCE).until(() -> banner(machine).startsWith("SSH-2.0-"));
    }

    @Test
    void a_frozen_box_is_silent_until_it_thaws() throws IOException {
        Machine machine = usable(order("10", ""));

        host.freeze("vastai", "10");
        assertThat(banner(machine)).isEmpty();
        host.thaw("vastai", "10");
        await().atMost(PATIENCE).until(() -> banner(machine).startsWith("SSH-2.0-"));
    }

    @Test
    void a_partitioned_box_is_silent_until_it_heals() throws IOException {
        Machine machine = usable(order("11", ""));

        host.partition("vastai", "11");
        assertThat(banner(machine)).isEmpty();
        host.heal("vastai", "11");
        await().atMost(PATIENCE).until(() -> banner(machine).startsWith("SSH-2.0-"));
    }

    @Test
    void levers_on_a_box_that_does_not_run_do_nothing() throws IOException {
        host.kill("vastai", "none");
        host.stop("vastai", "none");
        host.freeze("vastai", "none");
        host.partition("vastai", "none");

        assertThat(host.find("vastai", "none")).isEmpty();
    }
}
