package cloud.dumont.gateway.testing;

import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;

/** One server that plays all services behind the gateway: it remembers what it was asked and answers what it was told to. */
public final class StubService {
    public record Asked(String method, String path, String query, Headers headers, String body) {
        public JWTClaimsSet claims() {
            try {
                return SignedJWT.parse(headers.getFirst("Authorization").substring("Bearer ".length()))
                        .getJWTClaimsSet();
            } catch (ParseException e) {
                throw new AssertionError(e);
            }
        }
    }

    /** Writes one answer. */
    public interface Behaviour {
        void answer(HttpExchange exchange) throws IOException;
    }

    private final List<Asked> asked = new CopyOnWriteArrayList<>();
    private final HttpServer server;
    private volatile Behaviour behaviour = StubService::ok;

    public StubService() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::handle);
        server.start();
    }

    private void handle(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        asked.add(new Asked(
                exchange.getRequestMethod(),
                exchange.getRequestURI().getRawPath(),
                exchange.getRequestURI().getRawQuery(),
                exchange.getRequestHeaders(),
                body));
        try (exchange) {
            behaviour.answer(exchange);
        }
    }

    private static void ok(HttpExchange exchange) throws IOException {
        json(exchange, 200, "{\"ok\":true}");
    }

    public static void json(HttpExchange exchange, int status, String body) throws IOException {
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    public void behave(Behaviour next) {
        behaviour = next;
    }

    public void reset() {
        behaviour = StubService::ok;
        asked.clear();
    }

    public List<Asked> asked() {
        return List.copyOf(asked);
    }

    public Asked last() {
        return asked.getLast();
    }

    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }
}
