package cloud.dumont.sandbox.os;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Copies bytes between a local port and another address. Closing it cuts every connection that it carries. */
public final class TcpRelay implements AutoCloseable {
    private static final int CONNECT_MS = 3_000;

    private final ServerSocket server;
    private final InetSocketAddress target;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();

    private TcpRelay(ServerSocket server, InetSocketAddress target) {
        this.server = server;
        this.target = target;
    }

    /** Listens at once; throws {@link java.net.BindException} when the address is taken. */
    public static TcpRelay open(InetSocketAddress listen, InetSocketAddress target) throws IOException {
        ServerSocket server = new ServerSocket();
        try {
            server.bind(listen, 128);
        } catch (IOException taken) {
            server.close();
            throw taken;
        }
        TcpRelay relay = new TcpRelay(server, target);
        Thread.ofVirtual().name("relay-" + server.getLocalPort()).start(relay::accept);
        return relay;
    }

    public int port() {
        return server.getLocalPort();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket client = server.accept();
                open.add(client);
                Thread.ofVirtual().start(() -> serve(client));
            } catch (IOException closed) {
                // Closed, or one client went away before it was accepted: the condition of the loop decides.
                Thread.onSpinWait();
            }
        }
    }

    private void serve(Socket client) {
        try (client;
                Socket box = new Socket()) {
            open.add(box);
            box.connect(target, CONNECT_MS);
            client.setTcpNoDelay(true);
            box.setTcpNoDelay(true);
            Thread back = Thread.ofVirtual().start(() -> copy(box, client));
            copy(client, box);
            back.join();
            open.remove(box);
        } catch (IOException unreachable) {
            // As with any router, a target that does not answer shows as a connection that ends.
            open.removeIf(Socket::isClosed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } finally {
            open.remove(client);
            open.removeIf(Socket::isClosed);
        }
    }

    private static void copy(Socket from, Socket to) {
        try {
            from.getInputStream().transferTo(to.getOutputStream());
            to.shutdownOutput();
        } catch (IOException broken) {
            closeQuietly(from);
            closeQuietly(to);
        }
    }

    private static void closeQuietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException alreadyGone) {
            Thread.onSpinWait();
        }
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException alreadyGone) {
            Thread.onSpinWait();
        }
        open.forEach(TcpRelay::closeQuietly);
    }
}
