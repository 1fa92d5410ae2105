package cloud.dumont.monitoring.loss;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A box's SSH port: it greets everybody until it is closed. */
final class Greeter implements AutoCloseable {
    private final ServerSocket server;

    Greeter() {
        try {
            server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(this::greet);
    }

    int port() {
        return server.getLocalPort();
    }

    private void greet() {
        while (!server.isClosed()) {
            try (Socket guest = server.accept()) {
                guest.getOutputStream().write("SSH-2.0-box\r\n".getBytes(StandardCharsets.US_ASCII));
            } catch (IOException e) {
                // A guest that went away, or the end.
            }
        }
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
