package cloud.dumont.sandbox.machine;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** One loopback port that, once open, sends an OpenSSH banner to whoever connects. Before its delay is over it refuses. */
final class SshGreeter implements AutoCloseable {
    private static final byte[] BANNER = "SSH-2.0-OpenSSH_9.2\r\n".getBytes(StandardCharsets.US_ASCII);

    private final int port;
    private @Nullable SocketChannel reserved;
    private @Nullable ServerSocket socket;
    private @Nullable Thread greeter;
    private boolean closed;

    private SshGreeter(int port) {
        this.port = port;
    }

    /** Port 0, or one that is busy, takes any free port. */
    static SshGreeter open(int wanted, Duration delay) throws IOException {
        ServerSocket first = bindWantedOrAny(wanted);
        SshGreeter opened = new SshGreeter(first.getLocalPort());
        if (delay.isPositive()) {
            first.close();
            opened.reserve();
            Thread.ofVirtual().name("ssh-greeter-" + opened.port).start(() -> opened.openAfter(delay));
        } else {
            opened.listen(first);
        }
        return opened;
    }

    private static ServerSocket bindWantedOrAny(int wanted) throws IOException {
        try {
            return bind(wanted);
        } catch (IOException busy) {
            return bind(0);
        }
    }

    private static ServerSocket bind(int port) throws IOException {
        ServerSocket socket = new ServerSocket();
        try {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return socket;
        } catch (IOException failed) {
            socket.close();
            throw failed;
        }
    }

    /** Bound and not listening: who connects is refused, and nobody else gets the port meanwhile. */
    private void reserve() throws IOException {
        SocketChannel held = SocketChannel.open();
        held.setOption(StandardSocketOptions.SO_REUSEADDR, true);
        held.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        reserved = held;
    }

    private synchronized void release() throws IOException {
        SocketChannel held = reserved;
        reserved = null;
        if (held != null) {
            held.close();
        }
    }

    private void openAfter(Duration delay) {
        try {
            Thread.sleep(delay);
            release();
            listen(bind(port));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } catch (IOException lost) {
            throw new IllegalStateException("port " + port + " was taken while its box was starting", lost);
        }
    }

    private synchronized void listen(ServerSocket opened) throws IOException {
        if (closed) {
            opened.close();
            return;
        }
        socket = opened;
        greeter = Thread.ofVirtual().name("ssh-greeter-" + port).start(() -> greet(opened));
    }

    private static void greet(ServerSocket listening) {
        while (!listening.isClosed()) {
            try (Socket client = listening.accept()) {
                client.getOutputStream().write(BANNER);
            } catch (IOException gone) {
                // the client left or the box died: the loop's condition tells which
                continue;
            }
        }
    }

    int port() {
        return port;
    }

    /** The port is free when this returns: a pending accept would keep it open for a moment. */
    @Override
    public synchronized void close() {
        closed = true;
        try {
            release();
            if (socket == null || greeter == null) {
                return;
            }
            socket.close();
            greeter.join();
        } catch (IOException failed) {
            throw new IllegalStateException("could not close port " + port, failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
