package cloud.dumont.instances.bench;

import cloud.dumont.kernel.SshKeyId;
import cloud.dumont.kernel.TypeId;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;

/** Gateway and billing as this service sees them, with levers. */
public final class FakePeers implements AutoCloseable {
    public static final String KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIBx test";
    public static final SshKeyId KEY_ID = SshKeyId.parse("key_01h455vb4pex5vsknk084sn02q");

    private final HttpServer server;
    private final Set<String> holds = ConcurrentHashMap.newKeySet();
    private final List<String> calls = new CopyOnWriteArrayList<>();
    private final Set<String> poor = ConcurrentHashMap.newKeySet();
    private volatile boolean billingAway;
    private volatile int maxInstances = 50;

    public FakePeers() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::answer);
        server.start();
    }

    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** Machines with money set aside now. */
    public Set<String> holds() {
        return Set.copyOf(holds);
    }

    public List<String> calls() {
        return new ArrayList<>(calls);
    }

    public void emptyWalletOf(String user) {
        poor.add(user);
    }

    public void billingAway(boolean away) {
        billingAway = away;
    }

    public void maxInstances(int limit) {
        maxInstances = limit;
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().toString();
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        calls.add(exchange.getRequestMethod() + " " + path);
        boolean signed = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"))
                .startsWith("Bearer ");
        if (!signed) {
            send(exchange, 401, "{}");
        } else if (path.endsWith("/ssh-keys")) {
            send(
                    exchange,
                    200,
                    "{\"keys\":[{\"id\":\"" + KEY_ID + "\",\"name\":\"laptop\",\"public_key\":\"" + KEY
                            + "\",\"fingerprint\":\"SHA256:x\",\"some_new_field\":1}]}");
        } else if (path.startsWith("/internal/users/")) {
            send(
                    exchange,
                    200,
                    "{\"id\":\"" + path.substring("/internal/users/".length())
                            + "\",\"handle\":\"ana\",\"email\":\"ana@example.org\",\"locale\":\"en\",\"plan\":{\"max_instances\":"
                            + maxInstances + ",\"requests_per_minute\":300},\"status\":\"active\"}");
        } else if (billingAway) {
            send(exchange, 503, "{}");
        } else if (path.startsWith("/internal/can-spend")) {
            boolean allowed = poor.stream().noneMatch(path::contains);
            send(
                    exchange,
                    200,
                    "{\"allowed\":" + allowed + ",\"needed\":{\"amount\":\"0.100000\",\"currency\":\"USD\"},"
                            + "\"available\":{\"amount\":\"25.000000\",\"currency\":\"USD\"},\"hold\":{\"amount\":\"0.060000\",\"currency\":\"USD\"},"
                            + "\"reserve\":{\"amount\":\"0.040000\",\"currency\":\"USD\"},\"runway_s\":3600,\"refusals\":"
                            + (allowed ? "[]" : "[{\"code\":\"insufficient_balance\",\"detail\":\"too little\"}]")
                            + "}");
        } else if (path.startsWith("/internal/holds")) {
            hold(exchange, path, body);
        } else {
            send(exchange, 404, "{}");
        }
    }

    private void hold(HttpExchange exchange, String path, String body) throws IOException {
        if (exchange.getRequestMethod().equals("DELETE")) {
            holds.remove(path.substring("/internal/holds/".length()));
            send(exchange, 204, "");
        } else if (poor.stream().anyMatch(body::contains)) {
            exchange.getResponseHeaders().set("Content-Type", "application/problem+json");
            send(
                    exchange,
                    402,
                    "{\"code\":\"insufficient_balance\",\"detail\":\"no\",\"needed\":{\"amount\":\"0.620000\","
                            + "\"currency\":\"USD\"},\"available\":{\"amount\":\"0.410000\",\"currency\":\"USD\"}}");
        } else {
            holds.add(body.replaceAll(".*\"instance\":\"(ins_[a-z0-9]+)\".*", "$1"));
            send(exchange, 200, "{\"hold\":\"" + TypeId.encode("hld", new java.util.UUID(1, 2)) + "\"}");
        }
    }

    private static void send(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        if (!exchange.getResponseHeaders().containsKey("Content-Type")) {
            exchange.getResponseHeaders().set("Content-Type", "application/json");
        }
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
