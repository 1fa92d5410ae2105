package cloud.dumont.provider.vastai;

import cloud.dumont.kernel.Secret;
import cloud.dumont.provider.http.VendorCallObserver;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import okhttp3.OkHttpClient;

/** Answers what a test scripted, in order, the last for ever, and keeps what it was asked. */
final class ScriptedVendor implements AutoCloseable {
    static final String KEY = "vast-key-that-must-not-leak";

    record Asked(String method, String target, String authorization, String body) {}

    private record Scripted(int status, String contentType, String body) {}

    private final HttpServer server;
    private final Queue<Scripted> script = new ConcurrentLinkedQueue<>();
    private final Queue<Asked> asked = new ConcurrentLinkedQueue<>();
    final VastAiProvider provider;

    ScriptedVendor() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::answer);
        server.start();
        VastAiConfig config = new VastAiConfig(
                        "http://127.0.0.1:" + server.getAddress().getPort(), new Secret(KEY))
                .withPace(BigDecimal.ZERO);
        provider = new VastAiProvider(
                config,
                new OkHttpClient(),
                InstantSource.system(),
                time -> {},
                new Random(1),
                VendorCallObserver.none());
    }

    ScriptedVendor answers(int status, String body) {
        return answers(status, "application/json", body);
    }

    ScriptedVendor answers(int status, String contentType, String body) {
        script.add(new Scripted(status, contentType, body));
        return this;
    }

    Queue<Asked> asked() {
        return asked;
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            asked.add(new Asked(
                    exchange.getRequestMethod(),
                    exchange.getRequestURI().toString(),
                    exchange.getRequestHeaders().getFirst("Authorization"),
                    new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
            Scripted next = script.size() > 1 ? script.remove() : script.element();
            byte[] body = next.body().getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", next.contentType());
            exchange.sendResponseHeaders(next.status(), body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
