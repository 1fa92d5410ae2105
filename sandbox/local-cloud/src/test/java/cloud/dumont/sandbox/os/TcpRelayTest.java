package cloud.dumont.sandbox.os;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TcpRelayTest {
    private ServerSocket echo;
    private TcpRelay relay;

    @BeforeEach
    void open() throws IOException {
        echo = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::serve);
        relay = TcpRelay.open(loopback(0), loopback(echo.getLocalPort()));
    }

    @AfterEach
    void close() throws IOException {
        relay.close();
        echo.close();
    }

    private static InetSocketAddress loopback(int port) {
        return new InetSocketAddress("127.0.0.1", port);
    }

    private void serve() {
        while (!echo.isClosed()) {
            try (Socket client = echo.accept()) {
                client.getInputStream().transferTo(client.getOutputStream());
            } catch (IOException closed) {
                Thread.onSpinWait();
            }
        }
    }

    @Test
    void bytes_pass_unchanged_both_ways_and_a_half_close_too() throws IOException {
        byte[] sent = new byte[3_000_000];
        new Random(1).nextBytes(sent);
        try (Socket socket = new Socket("127.0.0.1", relay.port())) {
            Thread.ofVirtual().start(() -> write(socket, sent));

            assertThat(socket.getInputStream().readAllBytes()).isEqualTo(sent);
        }
    }

    private static void write(Socket socket, byte[] bytes) {
        try {
            socket.getOutputStream().write(bytes);
            socket.shutdownOutput();
        } catch (IOException broken) {
            throw new java.io.UncheckedIOException(broken);
        }
    }

    @Test
    void closing_it_cuts_what_it_carries() throws IOException {
        try (Socket socket = new Socket("127.0.0.1", relay.port())) {
            socket.setSoTimeout(5_000);
            socket.getOutputStream().write("x".getBytes(StandardCharsets.US_ASCII));
            assertThat(socket.getInputStream().read()).isEqualTo('x');

            relay.close();

            assertThat(endOf(socket)).isTrue();
        }
    }

    private static boolean endOf(Socket socket) {
        try {
            return socket.getInputStream().read() == -1;
        } catch (IOException reset) {
            return !(reset instanceof java.net.SocketTimeoutException);
        }
    }

    @Test
    void a_target_that_does_not_listen_is_a_connection_that_ends() throws IOException {
        echo.close();
        try (Socket socket = new Socket("127.0.0.1", relay.port())) {
            socket.setSoTimeout(5_000);
            assertThat(endOf(socket)).isTrue();
        }
    }

    @Test
    void a_taken_port_is_said_at_once() {
        assertThatThrownBy(() -> TcpRelay.open(loopback(relay.port()), loopback(1)))
                .isInstanceOf(BindException.class);
    }
}
