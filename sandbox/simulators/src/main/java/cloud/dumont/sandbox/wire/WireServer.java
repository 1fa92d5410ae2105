package cloud.dumont.sandbox.wire;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;

/** An HTTP server on loopback, one virtual thread a request, that can also cut a connection instead of answering. */
public final class WireServer implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(WireServer.class.getName());

    static {
        // without it every keep-alive answer waits for the client's delayed ACK
        if (System.getProperty("sun.net.httpserver.nodelay") == null) {
            System.setProperty("sun.net.httpserver.nodelay", "true");
        }
    }

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    private WireServer(HttpServer server) {
        this.server = server;
    }

    /** Port 0 takes any free port. */
    public static WireServer start(int port, Function<WireRequest, WireAnswer> handler) throws IOException {
        HttpServer http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        WireServer started = new WireServer(http);
        http.setExecutor(started.threads);
        http.createContext("/", exchange -> serve(exchange, handler));
        http.start();
        return started;
    }

    private static void serve(HttpExchange exchange, Function<WireRequest, WireAnswer> handler) throws IOException {
        try (exchange) {
            WireRequest request = WireRequest.read(exchange);
            switch (answer(request, handler)) {
                case WireAnswer.Cut() -> exchange.close();
                case WireAnswer.Reply reply -> send(exchange, reply);
            }
        }
    }

    private static WireAnswer answer(WireRequest request, Function<WireRequest, WireAnswer> handler) {
        try {
            return handler.apply(request);
        } catch (RuntimeException broken) {
            LOG.log(
                    System.Logger.Level.ERROR,
                    "simulator failed on " + request.method() + " " + request.path(),
                    broken);
            return WireAnswer.text(500, "Internal Server Error");
        }
    }

    private static void send(HttpExchange exchange, WireAnswer.Reply reply) throws IOException {
        byte[] bytes = reply.body().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", reply.contentType());
        exchange.sendResponseHeaders(reply.status(), bytes.length == 0 ? -1 : bytes.length);
        if (bytes.length > 0) {
            exchange.getResponseBody().write(bytes);
        }
    }

    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
