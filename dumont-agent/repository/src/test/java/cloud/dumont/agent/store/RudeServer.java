package cloud.dumont.agent.store;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** A store that answers each connection as it is told to, byte by byte; and the platform that hands out URLs to it. */
final class RudeServer implements Presigner, AutoCloseable {
    /** Between two bytes of an answer that trickles. */
    private static final int DRIP_MILLIS = 20;

    final AtomicInteger connections = new AtomicInteger();
    private final ServerSocket server = new ServerSocket();
    private final ArrayDeque<Manners> next = new ArrayDeque<>();
    private Manners always = Talk::close;

    @FunctionalInterface
    interface Manners {
        void answer(Talk talk) throws Exception;
    }

    RudeServer() throws IOException {
        // Little room, so that a client that sends feels at once that nobody reads.
        server.setReceiveBufferSize(4096);
        server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        Thread.ofVirtual().name("rude").start(this::serve);
    }

    /** The next connections one by one, before what goes for all others. */
    synchronized RudeServer first(Manners... manners) {
        next.addAll(List.of(manners));
        return this;
    }

    synchronized RudeServer always(Manners manners) {
        always = manners;
        return this;
    }

    private synchronized Manners manners() {
        Manners one = next.poll();
        return one == null ? always : one;
    }

    private void serve() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                connections.incrementAndGet();
                Manners manners = manners();
                Thread.ofVirtual().start(() -> talk(socket, manners));
            } catch (IOException e) {
                return;
            }
        }
    }

    private static void talk(Socket socket, Manners manners) {
        try (socket) {
            Talk talk = new Talk(socket);
            talk.head();
            manners.answer(talk);
        } catch (Exception e) {
            // The client had enough of it, which is what it should have.
            Thread.currentThread().interrupt();
        }
    }

    /** One connection. */
    static final class Talk {
        private final Socket socket;
        private final InputStream in;
        private final OutputStream out;
        private String head = "";

        private Talk(Socket socket) throws IOException {
            this.socket = socket;
            this.in = new BufferedInputStream(socket.getInputStream(), 1);
            this.out = socket.getOutputStream();
        }

        private void head() throws IOException {
            StringBuilder text = new StringBuilder();
            while (!text.toString().endsWith("\r\n\r\n")) {
                int b = in.read();
                if (b < 0) {
                    throw new IOException("no request");
                }
                text.append((char) b);
            }
            head = text.toString();
        }

        /** What the client sends after the head, to its end. */
        Talk takeBody() throws IOException {
            for (String line : head.split("\r\n")) {
                if (line.toLowerCase(java.util.Locale.ROOT).startsWith("content-length:")) {
                    in.skipNBytes(Long.parseLong(line.substring(15).strip()));
                }
            }
            return this;
        }

        /** The same, so slowly that it never ends. */
        void takeBodyInDrops() throws Exception {
            while (in.read() >= 0) {
                Thread.sleep(DRIP_MILLIS);
            }
        }

        Talk say(String text) throws IOException {
            out.write(text.getBytes(StandardCharsets.ISO_8859_1));
            out.flush();
            return this;
        }

        Talk say(byte[] bytes) throws IOException {
            out.write(bytes);
            out.flush();
            return this;
        }

        void drip(String over) throws Exception {
            while (true) {
                say(over);
                Thread.sleep(DRIP_MILLIS);
            }
        }

        void flood() throws IOException {
            byte[] bytes = new byte[1 << 16];
            while (true) {
                say(bytes);
            }
        }

        Talk waitFor(Duration time) throws InterruptedException {
            Thread.sleep(time);
            return this;
        }

        /** Ends the connection as a machine does that has forgotten it. */
        void reset() throws IOException {
            socket.setSoLinger(true, 0);
            socket.close();
        }

        void close() throws IOException {
            socket.close();
        }
    }

    static String status(int code, String headers) {
        return "HTTP/1.1 " + code + " said\r\nConnection: close\r\n" + headers + "\r\n";
    }

    private Grant grant(String name) {
        return new Grant(
                URI.create("http://127.0.0.1:" + server.getLocalPort() + "/" + name), Map.of(), Duration.ofMinutes(10));
    }

    @Override
    public List<Grant> put(List<Put> objects) {
        return objects.stream().map(object -> grant(object.name())).toList();
    }

    @Override
    public List<Grant> get(List<String> names) {
        return names.stream().map(this::grant).toList();
    }

    @Override
    public List<ObjectStore.Listed> list(String prefix, String after) {
        return List.of();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
