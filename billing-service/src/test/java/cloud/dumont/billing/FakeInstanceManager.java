package cloud.dumont.billing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Collectors;
import org.springframework.beans.factory.DisposableBean;

/** Answers the two placement questions over HTTP, one placement a page, and fails when told to. */
public final class FakeInstanceManager implements DisposableBean {
    /** @param json the placement as instance-manager writes it */
    public record Known(String json, boolean serving) {}

    private final Map<String, Known> placements = new ConcurrentSkipListMap<>();
    private final HttpServer server;
    private volatile boolean failing;

    public FakeInstanceManager() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/internal/placements", this::answer);
        server.start();
    }

    public int port() {
        return server.getAddress().getPort();
    }

    public void knows(String placement, String json, boolean serving) {
        placements.put(placement, new Known(json, serving));
    }

    public void forgetsEverything() {
        placements.clear();
        failing = false;
    }

    public void fails() {
        failing = true;
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        String query = String.valueOf(exchange.getRequestURI().getQuery());
        if (failing) {
            send(exchange, 503, "{}");
        } else if (path.equals("/internal/placements")) {
            send(exchange, 200, page(query));
        } else {
            Known known = placements.get(path.substring(path.lastIndexOf('/') + 1));
            send(exchange, known == null ? 404 : 200, known == null ? "{\"code\":\"not_found\"}" : known.json());
        }
    }

    private String page(String query) {
        List<String> serving = placements.entrySet().stream()
                .filter(entry -> entry.getValue().serving())
                .map(Map.Entry::getKey)
                .collect(Collectors.toList());
        int start = query.contains("cursor=") ? Integer.parseInt(query.substring(query.indexOf("cursor=") + 7)) : 0;
        String data =
                start < serving.size() ? placements.get(serving.get(start)).json() : "";
        String next = start + 1 < serving.size() ? "\"" + (start + 1) + "\"" : "null";
        return "{\"data\":[" + data + "],\"next_cursor\":" + next + "}";
    }

    private static void send(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Override
    public void destroy() {
        server.stop(0);
    }
}
