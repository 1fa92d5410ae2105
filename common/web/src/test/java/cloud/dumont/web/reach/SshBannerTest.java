package cloud.dumont.web.reach;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class SshBannerTest {
    private static final Duration WITHIN = Duration.ofSeconds(5);

    private static boolean heard(String greeting, Duration within) throws IOException {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> greet(server, greeting));
            return SshBanner.isHeard("127.0.0.1", server.getLocalPort(), within);
        }
    }

    private static void greet(ServerSocket server, String greeting) {
        try (Socket guest = server.accept()) {
            guest.getOutputStream().write(greeting.getBytes(StandardCharsets.US_ASCII));
            guest.getOutputStream().flush();
            if (greeting.isEmpty()) {
                guest.getInputStream().readAllBytes();
            }
        } catch (IOException e) {
            // The prober went away.
        }
    }

    @Test
    void sshIsHeard() throws IOException {
        assertThat(heard("SSH-2.0-OpenSSH_9.6\r\n", WITHIN)).isTrue();
    }

    @Test
    void anythingElseIsNot() throws IOException {
        assertThat(heard("HTTP/1.1 400 Bad Request\r\n", WITHIN)).isFalse();
        assertThat(heard("SSH", WITHIN)).as("cut off").isFalse();
    }

    @Test
    void whoAcceptsAndSaysNothingDoesNotAnswer() throws IOException {
        assertThat(heard("", Duration.ofMillis(200))).isFalse();
    }

    @Test
    void nobodyListensOrNoSuchPlace() throws IOException {
        int free;
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            free = server.getLocalPort();
        }
        assertThat(SshBanner.isHeard("127.0.0.1", free, WITHIN)).isFalse();
        assertThat(SshBanner.isHeard("host.invalid", 22, WITHIN)).isFalse();
        assertThat(SshBanner.isHeard("127.0.0.1", 70_000, WITHIN)).isFalse();
    }
}
