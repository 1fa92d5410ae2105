package cloud.dumont.e2e;

import static org.awaitility.Awaitility.await;

import cloud.dumont.sandbox.local.LocalCloud;
import cloud.dumont.sandbox.local.LocalCloudConfig;
import cloud.dumont.sandbox.local.Ports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The platform under test: one sandbox for all scenarios of this JVM, on ports of its own. With {@code
 * -Ddumont.endpoints=FILE} the scenarios drive a sandbox that already runs.
 */
final class Platform {
    private static final int PORT_BASE = 28_000;
    private static @Nullable Platform shared;

    private final JsonNode endpoints;

    private Platform(JsonNode endpoints) {
        this.endpoints = endpoints;
    }

    static synchronized Platform get() {
        if (shared == null) {
            String running = System.getProperty("dumont.endpoints");
            shared = new Platform(running == null ? start() : read(Path.of(running)));
        }
        return shared;
    }

    private static JsonNode start() {
        Path repository = Path.of("").toAbsolutePath().getParent();
        Path state = repository.resolve("e2e/target/sandbox");
        LocalCloudConfig config = LocalCloudConfig.of(repository, new Ports(PORT_BASE))
                .withState(state)
                .withFresh(true);
        try {
            LocalCloud cloud = LocalCloud.start(config);
            Runtime.getRuntime().addShutdownHook(new Thread(cloud::close));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return read(state.resolve("run/endpoints.json"));
    }

    private static JsonNode read(Path file) {
        try {
            return Api.JSON.readTree(Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String gateway() {
        return endpoints.path("gateway").asString();
    }

    String mail() {
        return endpoints.path("mail").asString();
    }

    Api api(@Nullable String token) {
        return new Api(gateway() + "/api/v1", token);
    }

    Api control() {
        return new Api(endpoints.path("control").asString(), null);
    }

    JsonNode sandboxUser() {
        return endpoints.path("user");
    }

    /** The first link of the newest mail to this address, once there is one. */
    String mailLink(String to) {
        Api inbox = new Api(mail(), null);
        await().atMost(Duration.ofSeconds(30))
                .until(() -> inbox.get("/messages?to=" + to).body().size() > 0);
        return inbox.get("/messages?to=" + to)
                .body()
                .get(0)
                .path("links")
                .get(0)
                .asString();
    }

    /** What the vendor rents to the platform now, by label. */
    List<JsonNode> boxes() {
        JsonNode answer = control().get("/machines").expect(200).body();
        List<JsonNode> boxes = new ArrayList<>();
        (answer.isArray() ? answer : answer.path("machines")).forEach(boxes::add);
        return boxes;
    }

    void inject(String kind, int count) {
        inject(Map.of("kind", kind, "count", count));
    }

    void inject(Map<String, Object> fault) {
        Api.Answer answer = control().post("/vastai/faults", fault);
        if (answer.status() / 100 != 2) {
            throw new AssertionError("fault not taken: " + answer.raw().body());
        }
    }

    /** Anything that the control API can break, at a named vendor. */
    void fault(String vendor, Map<String, Object> fault) {
        Api.Answer answer = control().post("/" + vendor + "/faults", fault);
        if (answer.status() / 100 != 2) {
            throw new AssertionError("fault not taken: " + answer.raw().body());
        }
    }

    String bucket() {
        return endpoints.path("simulators").path("r2").path("bucket").asString();
    }

    /** Names of the stored objects of one machine. */
    List<String> objects(String instance) {
        JsonNode answer = control().get("/r2/objects?prefix=u/").expect(200).body();
        return (answer.isArray() ? answer : answer.path("objects"))
                .findValuesAsString("key").stream()
                        .filter(key -> key.contains("/i/" + instance + "/"))
                        .toList();
    }

    /** What a browser gets from a download link. */
    String download(String url) {
        return new Api(gateway(), null).get(url).expect(200).raw().body();
    }

    void clearFaults() {
        control().delete("/vastai/faults");
    }

    void kill(String service) {
        control().post("/services/" + service + "/kill", Map.of());
    }

    void startAgain(String service) {
        Api.Answer answer = control().post("/services/" + service + "/start", Map.of());
        if (answer.status() / 100 != 2) {
            throw new AssertionError(
                    service + " does not start: " + answer.raw().body());
        }
    }

    /** The end of every scenario: the vendor rents nothing more for this placement labels' machine. */
    void awaitNoBoxes() {
        await().atMost(Duration.ofMinutes(4))
                .pollInterval(Duration.ofSeconds(1))
                .ignoreExceptions()
                .until(() -> boxes().isEmpty());
    }
}
