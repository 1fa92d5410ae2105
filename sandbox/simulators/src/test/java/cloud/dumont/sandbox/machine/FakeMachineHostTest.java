package cloud.dumont.sandbox.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.ConnectException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FakeMachineHostTest {
    private final FakeMachineHost host = new FakeMachineHost(InstantSource.system());

    @AfterEach
    void close() {
        host.close();
    }

    @Test
    void everyBoxAnswersOnItsOwnPortUntilItDies() throws IOException {
        Machine one = host.start(order("1", Duration.ZERO, 0));
        Machine two = host.start(order("2", Duration.ZERO, 0));

        assertThat(banner(one)).isEqualTo("SSH-2.0-OpenSSH_9.2\r\n");
        assertThat(banner(two)).isEqualTo("SSH-2.0-OpenSSH_9.2\r\n");
        host.kill("v", "1");
        assertThatThrownBy(() -> banner(one)).isInstanceOf(ConnectException.class);
        assertThat(host.find("v", "1")).isEmpty();
        assertThat(host.hasDisk("v", "1")).isTrue();
        host.destroy("v", "1");
        assertThat(host.hasDisk("v", "1")).isFalse();
    }

    @Test
    void startingTwiceIsOneBox() throws IOException {
        Machine first = host.start(order("1", Duration.ZERO, 0));

        assertThat(host.start(order("1", Duration.ZERO, 0))).isEqualTo(first);
        assertThat(host.orders()).hasSize(1);
    }

    @Test
    void portOpensAfterItsDelay() throws IOException {
        Machine box = host.start(order("1", Duration.ofMillis(300), 0));

        assertThatThrownBy(() -> banner(box)).isInstanceOf(ConnectException.class);
        await().ignoreExceptions().until(() -> banner(box), text -> text.startsWith("SSH"));
    }

    @Test
    void wishForAPortIsGrantedUnlessItIsBusy() throws IOException {
        Machine first = host.start(order("1", Duration.ZERO, 0));
        int busy = first.ports().get(22);
        Machine second = host.start(order("2", Duration.ZERO, busy));
        assertThat(second.ports().get(22)).isNotEqualTo(busy);

        host.stop("v", "1");
        assertThat(host.start(order("3", Duration.ZERO, busy)).ports()).containsEntry(22, busy);
    }

    @Test
    void refusesWhenTold() throws IOException {
        host.refuseNextStart("out of memory");

        assertThatThrownBy(() -> host.start(order("1", Duration.ZERO, 0)))
                .isInstanceOf(IOException.class)
                .hasMessage("out of memory");
        assertThat(host.find("v", "1")).isEmpty();
        assertThat(host.start(order("1", Duration.ZERO, 0)).mode()).isEqualTo("fake");
    }

    @Test
    void environmentIsCompletedWithAddressAndPorts() {
        MachineOrder order = order("1", Duration.ZERO, 0);

        assertThat(order.environment("10.0.0.1", Map.of(22, 40001)))
                .containsEntry("P", "40001")
                .containsEntry("A", "10.0.0.1")
                .containsEntry("MISSING", "")
                .containsEntry("PLAIN", "$HOME ${x}");
    }

    private static MachineOrder order(String ref, Duration sshDelay, int port) {
        return new MachineOrder(
                "v",
                ref,
                "",
                "box",
                new GpuFacts("NVIDIA L4", 1, 23034, "570.133.20", "12.8"),
                20,
                Map.of("P", "${port:22}", "A", "${address}", "MISSING", "${port:99}", "PLAIN", "$HOME ${x}"),
                "",
                List.of(),
                List.of(22),
                sshDelay,
                port);
    }

    private static String banner(Machine machine) throws IOException {
        try (Socket socket = new Socket(machine.address(), machine.ports().get(22))) {
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        }
    }
}
