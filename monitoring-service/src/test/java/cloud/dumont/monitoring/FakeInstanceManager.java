package cloud.dumont.monitoring;

import cloud.dumont.json.DumontJson;
import cloud.dumont.kernel.Epoch;
import cloud.dumont.kernel.Ids;
import cloud.dumont.kernel.InstanceId;
import cloud.dumont.kernel.PlacementId;
import cloud.dumont.kernel.UserId;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Plays instance-manager's part over real HTTP, with levers. */
public final class FakeInstanceManager implements AutoCloseable {
    /** A placement that waits for its box. */
    public record Order(
            String token, PlacementId placement, InstanceId instance, UserId user, Epoch epoch, String name) {}

    private final HttpServer server;
    private final Ids ids = Ids.secure(InstantSource.system());
    private final Map<String, Order> orders = new ConcurrentHashMap<>();
    private final Map<PlacementId, String> keysOfAgents = new ConcurrentHashMap<>();
    public final Deque<String> verdicts = new ArrayDeque<>();
    public final List<JsonNode> enrolments = new CopyOnWriteArrayList<>();
    public final List<JsonNode> preflights = new CopyOnWriteArrayList<>();
    public final List<JsonNode> confirmations = new CopyOnWriteArrayList<>();
    public final List<String> stale = new CopyOnWriteArrayList<>();
    public final List<ObjectNode> serving = new CopyOnWriteArrayList<>();
    public volatile List<String> authorizedKeys = List.of();
    public volatile String startCommand = "";
    public volatile String hostKey = "-----BEGIN OPENSSH PRIVATE KEY-----\nfake\n-----END OPENSSH PRIVATE KEY-----\n";
    public final List<String> passed = new CopyOnWriteArrayList<>();
    /** What requests about saved files are refused with; empty: they are not. */
    /** False: machines have no workspace. */
    public volatile boolean saves = true;

    public volatile String refusal = "";

    /** What a fresh read of a placement says; who is not here does not serve. */
    public final Map<String, ObjectNode> looks = new ConcurrentHashMap<>();
    /** Placements in the order in which their vendors were asked. */
    public final List<String> looked = new CopyOnWriteArrayList<>();

    public final List<ObjectNode> vendorWords = new CopyOnWriteArrayList<>();
    /** Path and body of each. */
    public final List<JsonNode> losses = new CopyOnWriteArrayList<>();

    public volatile String lostOutcome = "failing_over";

    public volatile boolean down;

    public FakeInstanceManager() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/internal/", this::answer);
        server.start();
    }

    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    public Order order(UserId user, String name, long epoch) {
        return order(user, ids.next(InstanceId::new), name, epoch);
    }

    public Order order(UserId user, InstanceId instance, String name, long epoch) {
        PlacementId placement = ids.next(PlacementId::new);
        Order order = new Order("dcb_" + placement.text(), placement, instance, user, new Epoch(epoch), name);
        orders.put(hash(order.token()), order);
        return order;
    }

    private static String hash(String token) {
        try {
            return Base64.getEncoder()
                    .encodeToString(
                            MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            JsonNode body =
                    DumontJson.mapper().readTree(exchange.getRequestBody().readAllBytes());
            String path = exchange.getRequestURI().getPath();
            if (down) {
                send(exchange, 503, Map.of());
            } else if (path.endsWith("/placements/enroll")) {
                enrol(exchange, body);
            } else if (path.contains("/backup/") || path.endsWith("/presign") || path.endsWith("/commit")) {
                if (!saves) {
                    send(exchange, 404, Map.of("code", "not_found", "detail", "no"));
                    return;
                }
                passed.add(path.substring(path.indexOf("/placements/")) + " " + body);
                if (refusal.isEmpty()) {
                    send(exchange, 200, Map.of("seq", 7));
                } else {
                    send(exchange, 409, Map.of("code", refusal, "detail", "no", "tip", Map.of("seq", 6)));
                }
            } else if (path.endsWith("/look")) {
                look(exchange, path.split("/")[3]);
            } else if (path.endsWith("/vendor-words")) {
                send(exchange, 200, Map.of("words", vendorWords));
            } else if (path.endsWith("/lost")) {
                losses.add(((ObjectNode) body).put("instance", path.split("/")[3]));
                send(exchange, 200, Map.of("outcome", lostOutcome));
            } else if (path.endsWith("/preflight")) {
                preflights.add(body);
                String verdict;
                synchronized (verdicts) {
                    verdict = verdicts.isEmpty() ? "accepted" : verdicts.poll();
                }
                send(exchange, 200, Map.of("verdict", verdict, "reason", "as told"));
            } else if (path.endsWith("/authorized-keys")) {
                send(exchange, 200, Map.of("keys", authorizedKeys));
            } else if (path.endsWith("/placements/confirmed")) {
                body.path("confirmations").forEach(confirmations::add);
                send(exchange, 200, Map.of("stale", stale));
            } else if (path.endsWith("/internal/placements")) {
                send(exchange, 200, Map.of("data", serving));
            } else {
                machine(exchange, path.substring(path.lastIndexOf('/') + 1));
            }
        }
    }

    /** @param ssh port on this machine; 0: none @param other the second way in, likewise */
    public void says(PlacementId placement, String status, Instant readAt, int ssh, int other) {
        ObjectNode look = DumontJson.mapper().createObjectNode();
        look.put("placement", placement.text()).put("status", status).put("read_at", readAt.toString());
        look.set("ssh", address(ssh));
        look.set("other", address(other));
        looks.put(placement.text(), look);
    }

    private static JsonNode address(int port) {
        return port == 0
                ? DumontJson.mapper().nullNode()
                : DumontJson.mapper()
                        .createObjectNode()
                        .put("host", "127.0.0.1")
                        .put("port", port);
    }

    /** How often a placement's vendor was asked. */
    public long looksAt(PlacementId placement) {
        return looked.stream().filter(placement.text()::equals).count();
    }

    public List<JsonNode> lossesOf(InstanceId instance) {
        return losses.stream()
                .filter(loss -> loss.path("instance").asString("").equals(instance.text()))
                .toList();
    }

    private void look(HttpExchange exchange, String placement) throws IOException {
        looked.add(placement);
        ObjectNode look = looks.get(placement);
        if (look == null) {
            problem(exchange, 404, "not_found");
        } else {
            send(exchange, 200, look);
        }
    }

    private void enrol(HttpExchange exchange, JsonNode body) throws IOException {
        enrolments.add(body);
        Order order = orders.get(body.path("token_sha256").asString(""));
        if (order == null) {
            problem(exchange, 401, "token_invalid");
            return;
        }
        String key = body.path("public_key").asString("");
        String first = keysOfAgents.putIfAbsent(order.placement(), key);
        if (first != null && !first.equals(key)) {
            problem(exchange, 409, "token_spent");
            return;
        }
        ObjectNode answer = DumontJson.mapper().createObjectNode();
        answer.put("instance", order.instance().text())
                .put("placement", order.placement().text());
        answer.put("epoch", order.epoch().value()).put("user", order.user().text());
        answer.put("machine_name", order.name()).put("host_key_private", hostKey);
        answer.put("host_key_public", "ssh-ed25519 AAAAfake");
        answer.set("authorized_keys", DumontJson.mapper().valueToTree(authorizedKeys));
        answer.set("environment", DumontJson.mapper().valueToTree(Map.of("MODEL", "llama 3")));
        answer.put("vendor", "vastai").put("zone", "vastai/ca").put("gpu_model", "rtx_4090");
        if (!startCommand.isEmpty()) {
            answer.put("start_command", startCommand);
        }
        send(exchange, 200, answer);
    }

    private void machine(HttpExchange exchange, String id) throws IOException {
        for (Order order : orders.values()) {
            if (order.instance().text().equals(id)) {
                send(
                        exchange,
                        200,
                        Map.of(
                                "user", order.user().text(),
                                "name", order.name(),
                                "status", "running",
                                "epoch", order.epoch().value()));
                return;
            }
        }
        problem(exchange, 404, "not_found");
    }

    private static void problem(HttpExchange exchange, int status, String code) throws IOException {
        send(exchange, status, Map.of("code", code, "detail", "no"));
    }

    private static void send(HttpExchange exchange, int status, Object body) throws IOException {
        byte[] bytes = DumontJson.mapper().writeValueAsBytes(body);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
