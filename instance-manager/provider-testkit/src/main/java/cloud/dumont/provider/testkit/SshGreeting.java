package cloud.dumont.provider.testkit;

import cloud.dumont.provider.RentedBox.Endpoint;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/**
 * A loopback port that greets as sshd does, so that "ssh answers" is something real. It begins shut. While shut it is
 * bound without listening: connections are refused and nobody else can take the number.
 */
public final class SshGreeting implements AutoCloseable {
    private static final Logger LOG = System.getLogger(SshGreeting.class.getName());
    private static final byte[] BANNER = "SSH-2.0-OpenSSH_9.2 fake\r\n".getBytes(StandardCharsets.US_ASCII);

    private final Endpoint endpoint;
    private Closeable holder;
    private Thread greeter = Thread.ofVirtual().unstarted(() -> {});

    public SshGreeting() {
        Socket reservation = reserve(0);
        this.holder = reservation;
        this.endpoint = new Endpoint(InetAddress.getLoopbackAddress().getHostAddress(), reservation.getLocalPort());
    }

    public Endpoint endpoint() {
        return endpoint;
    }

    public synchronized void open() {
        if (!(holder instanceof ServerSocket)) {
            close();
            ServerSocket server = listen(endpoint.port());
            holder = server;
            greeter = Thread.ofVirtual().name("ssh-greeting").start(() -> greet(server));
        }
    }

    public synchronized void shut() {
        if (holder instanceof ServerSocket) {
            close();
            awaitGreeter();
            holder = reserve(endpoint.port());
        }
    }

    /** The system frees the port only when nobody is left in accept. */
    private void awaitGreeter() {
        try {
            greeter.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public synchronized void close() {
        try {
            holder.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Socket reserve(int port) {
        try {
            Socket socket = new Socket();
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return socket;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ServerSocket listen(int port) {
        try {
            ServerSocket server = new ServerSocket();
            server.setReuseAddress(true);
            server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void greet(ServerSocket server) {
        try (server) {
            while (true) {
                Socket caller = server.accept();
                Thread.ofVirtual().name("ssh-greeting-caller").start(() -> greet(caller));
            }
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "the port was shut");
        }
    }

    private static void greet(Socket caller) {
        try (caller) {
            caller.getOutputStream().write(BANNER);
            caller.shutdownOutput();
            caller.setSoTimeout(1_000);
            caller.getInputStream().readNBytes(256);
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "the caller hung up");
        }
    }
}
