package cloud.dumont.monitoring;

import cloud.dumont.json.DumontJson;
import cloud.dumont.web.reach.SshBanner;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Executors;
import tools.jackson.databind.JsonNode;

/** Plays the gateway's part as a second place to look from; it really tries. */
public final class FakeGateway implements AutoCloseable {
    private final HttpServer server;

    public volatile boolean down;

    public FakeGateway() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/internal/ssh-probes", this::probe);
        server.start();
    }

    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private void probe(HttpExchange exchange) throws IOException {
        try (exchange) {
            JsonNode target =
                    DumontJson.mapper().readTree(exchange.getRequestBody().readAllBytes());
            boolean answered = SshBanner.isHeard(
                    target.path("host").asString(), target.path("port").asInt(), Duration.ofSeconds(2));
            byte[] body = DumontJson.mapper().writeValueAsBytes(Map.of("answered", answered));
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(down ? 503 : 200, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
