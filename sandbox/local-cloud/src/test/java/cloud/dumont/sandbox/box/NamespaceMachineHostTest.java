package cloud.dumont.sandbox.box;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.dumont.sandbox.machine.Machine;
import cloud.dumont.sandbox.os.Command;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/** Signed where the machine can give namespaces: root on Linux. */
@EnabledIf("givesNamespaces")
class NamespaceMachineHostTest extends MachineHostContract {
    private static final int PORT_BASE = 31_000;
    private static final int SUBNET = 251;

    static boolean givesNamespaces() throws IOException {
        return Isolation.probe(Path.of("target", "probe")).namespaces();
    }

    @Override
    LocalMachineHost open(Path machines) throws IOException {
        return new NamespaceMachineHost(
                machines, IMAGE, new MachineRoot(IMAGE), PORT_BASE, SUBNET, InstantSource.system());
    }

    @Override
    String home() {
        return "/root";
    }

    @Test
    void a_box_has_its_own_root_processes_address_and_disk_and_no_right_over_the_network() throws IOException {
        Machine machine = usable(order("20", ""));

        assertThat(ssh(machine, "hostname").output()).isEqualTo("gpu-20");
        assertThat(ssh(machine, "ls -A /oldroot; cat /proc/1/cmdline | tr '\\0' ' '")
                        .output())
                .isEqualTo("/bin/sh /.launch");
        assertThat(ssh(machine, "ip -o -4 addr show dev eth0").output()).contains("10.206." + SUBNET + ".");
        assertThat(ssh(machine, "df --output=size -BG / | tail -n 1").output()).contains("10G");
        assertThat(ssh(machine, "ip link set eth0 down").ok()).isFalse();
        assertThat(ssh(machine, "echo 1 > /proc/sys/kernel/panic").ok()).isFalse();
    }

    @Test
    void what_a_killed_sandbox_of_the_same_base_left_is_swept_and_nothing_else() throws IOException {
        Command.require("ip", "netns", "add", "dc31000-99");
        Command.require("ip", "netns", "add", "dc310-99");
        Process left = new ProcessBuilder("ip", "netns", "exec", "dc31000-99", "sleep", "600").start();
        Process foreign = new ProcessBuilder("ip", "netns", "exec", "dc310-99", "sleep", "600").start();
        try {
            org.awaitility.Awaitility.await()
                    .until(() -> Command.run("ip", "netns", "pids", "dc310-99")
                                    .output()
                                    .contains(Long.toString(foreign.pid()))
                            && Command.run("ip", "netns", "pids", "dc31000-99")
                                    .output()
                                    .contains(Long.toString(left.pid())));
            BoxNetwork.open(PORT_BASE, SUBNET).close();

            assertThat(left.onExit().join().exitValue()).isEqualTo(128 + 9);
            assertThat(foreign.isAlive()).isTrue();
            assertThat(Command.require("ip", "netns", "list"))
                    .contains("dc310-99")
                    .doesNotContain("dc31000-99");
        } finally {
            left.destroyForcibly();
            foreign.destroyForcibly();
            Command.run("ip", "netns", "del", "dc310-99");
            Command.run("ip", "netns", "del", "dc31000-99");
        }
    }
}
