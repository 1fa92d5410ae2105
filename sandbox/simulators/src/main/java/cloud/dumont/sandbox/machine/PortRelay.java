package cloud.dumont.sandbox.machine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;

/** Passes bytes between a port on one loopback address and a port elsewhere on this machine. */
public final class PortRelay implements AutoCloseable {
    private final ServerSocket listening;
    private final String target;
    private final int targetPort;

    private PortRelay(ServerSocket listening, String target, int targetPort) {
        this.listening = listening;
        this.target = target;
        this.targetPort = targetPort;
    }

    /** @param port 0 for any free one @throws IOException it is taken, or not to be had */
    public static PortRelay open(String address, int port, String target, int targetPort) throws IOException {
        ServerSocket socket = new ServerSocket();
        try {
            socket.bind(new InetSocketAddress(InetAddress.getByName(address), port));
        } catch (IOException taken) {
            socket.close();
            throw taken;
        }
        PortRelay relay = new PortRelay(socket, target, targetPort);
        Thread.ofVirtual().name("relay-" + relay.port()).start(relay::accept);
        return relay;
    }

    public int port() {
        return listening.getLocalPort();
    }

    private void accept() {
        while (!listening.isClosed()) {
            try {
                Socket client = listening.accept();
                Thread.ofVirtual().start(() -> connect(client));
            } catch (IOException closed) {
                // only closing ends the loop
                continue;
            }
        }
    }

    private void connect(Socket client) {
        try (client;
                Socket box = new Socket(target, targetPort)) {
            Thread back = Thread.ofVirtual().start(() -> copy(box, client));
            copy(client, box);
            back.join();
        } catch (IOException refused) {
            // the box does not listen: the client's connection ends, as it would without a relay
            return;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static void copy(Socket from, Socket to) {
        try {
            from.getInputStream().transferTo(to.getOutputStream());
            to.shutdownOutput();
        } catch (IOException ended) {
            // one side has left; the other direction ends by itself
            return;
        }
    }

    @Override
    public void close() {
        try {
            listening.close();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
