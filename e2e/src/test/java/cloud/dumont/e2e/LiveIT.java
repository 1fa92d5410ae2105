package cloud.dumont.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What happens while one looks on: events arrive by themselves, keys reach the box, a silent box is suspect. */
@Tag("quick")
class LiveIT {
    private final Platform platform = Platform.get();

    @Test
    void eventsKeysMetricsAndSuspicion() throws Exception {
        User ana = User.signUp(platform);
        List<String> seen = new CopyOnWriteArrayList<>();
        HttpClient http = HttpClient.newHttpClient();
        String token = ana.api()
                .post("/api-keys", Map.of("name", "events", "scopes", List.of("events:read")))
                .expect(201)
                .text("secret");
        HttpResponse<java.io.InputStream> stream = http.send(
                HttpRequest.newBuilder(URI.create(platform.gateway() + "/api/v1/events/stream"))
                        .header("Authorization", "Bearer " + token)
                        .header("Accept", "text/event-stream")
                        .build(),
                HttpResponse.BodyHandlers.ofInputStream());
        assertThat(stream.statusCode()).isEqualTo(200);
        Thread reader = Thread.ofVirtual().start(() -> follow(stream.body(), seen));

        String id = ana.create(User.order("rtx_3090"));
        JsonNode running = ana.awaitStatus(id, "running");
        await().atMost(Duration.ofSeconds(20)).until(() -> seen.contains("instance.running"));
        assertThat(seen).contains("instance.created", "instance.launching", "instance.booting");

        await().atMost(Duration.ofSeconds(60))
                .until(() -> !ana.api()
                        .get("/instances/" + id + "/metrics")
                        .body()
                        .path("at")
                        .isNull());
        JsonNode gpu = ana.api()
                .get("/instances/" + id + "/metrics")
                .body()
                .path("gpus")
                .get(0);
        assertThat(gpu.path("name").asString()).contains("3090");

        Ssh second = Ssh.newKey();
        String command = running.path("ssh").path("command").asString();
        String key = ana.api()
                .post("/ssh-keys", Map.of("name", "desk", "public_key", second.publicKey()))
                .expect(201)
                .text("id");
        await().atMost(Duration.ofSeconds(20))
                .until(() -> second.run(command, "whoami").exit() == 0);
        ana.api().delete("/ssh-keys/" + key).expect(204);
        await().atMost(Duration.ofSeconds(20))
                .until(() -> second.run(command, "whoami").exit() != 0);

        JsonNode box = platform.boxes().getFirst();
        platform.control()
                .post(
                        "/machines/vastai/" + box.path("ref").asString() + "/vanish",
                        Map.of("vendor_notices_after_s", -1));
        JsonNode suspect = ana.awaitStatus(id, "suspect");
        assertThat(suspect.path("health").path("phase").asString()).isEqualTo("suspect");
        assertThat(suspect.path("reason").path("since").asString()).isNotEmpty();
        await().atMost(Duration.ofSeconds(20)).until(() -> seen.contains("instance.suspect"));

        ana.destroy(id);
        platform.awaitNoBoxes();
        reader.interrupt();
    }

    private static void follow(java.io.InputStream body, List<String> seen) {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8))) {
            String line;
            while ((line = lines.readLine()) != null) {
                if (line.startsWith("event:")) {
                    seen.add(line.substring(6).strip());
                }
            }
        } catch (IOException e) {
            seen.add("stream ended: " + e.getMessage());
        }
    }
}
