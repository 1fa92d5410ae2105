package cloud.dumont.sandbox.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cloud.dumont.sandbox.os.Command;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A sandbox without our services, and what a test does to it: calls its levers, rents a machine, logs in there. */
record CloudUnderTest(LocalCloud cloud, Path folder) implements AutoCloseable {
    static final Set<String> SERVICES = Set.of("gateway", "instance-manager", "billing-service", "monitoring-service");
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    static CloudUnderTest start(int base, Path folder) throws IOException {
        return new CloudUnderTest(LocalCloud.start(config(base, folder.resolve("state"))), folder);
    }

    static LocalCloudConfig config(int base, Path state) {
        Path repository = Path.of("..", "..").toAbsolutePath().normalize();
        return LocalCloudConfig.of(repository, new Ports(base))
                .withState(state)
                .withBootScale(0.01)
                .without(SERVICES);
    }

    Endpoints endpoints() {
        return cloud.endpoints();
    }

    JsonNode call(String method, String url, @Nullable String body, int expected) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url))
                .timeout(Duration.ofSeconds(60))
                .header("Content-Type", "application/json")
                .header(
                        "Authorization",
                        "Bearer " + cloud.endpoints().simulators().get("vastai").key())
                .method(method, HttpRequest.BodyPublishers.ofString(body == null ? "" : body));
        try {
            HttpResponse<String> answer = HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode())
                    .as(method + " " + url + ": " + answer.body())
                    .isEqualTo(expected);
            return JSON.readTree(answer.body());
        } catch (IOException failed) {
            throw new java.io.UncheckedIOException(failed);
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    JsonNode control(String method, String path, @Nullable String body) {
        return call(method, cloud.endpoints().control() + path, body, 200);
    }

    String rent() throws IOException {
        Path key = folder.resolve("key");
        if (!Files.exists(key)) {
            Command.require("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", key.toString());
        }
        String onstart = "mkdir -p ~/.ssh; echo '"
                + Files.readString(Path.of(key + ".pub")).strip()
                + "' >> ${DUMONT_AUTHORIZED_KEYS:-/root/.ssh/authorized_keys}";
        String vast = cloud.endpoints().simulators().get("vastai").url();
        JsonNode offers = call("POST", vast + "/api/v0/bundles/", "{\"limit\":1,\"rentable\":{\"eq\":true}}", 200);
        long offer = offers.get("offers").get(0).get("id").asLong();
        String order = JSON.writeValueAsString(java.util.Map.of(
                "image", "nvidia/cuda", "disk", 8, "label", "test", "runtype", "ssh_direct", "onstart", onstart));
        return call("PUT", vast + "/api/v0/asks/" + offer + "/", order, 200)
                .get("new_contract")
                .asString();
    }

    JsonNode machine(String ref) {
        for (JsonNode machine : control("GET", "/machines", null)) {
            if (machine.get("ref").asString().equals(ref)) {
                return machine;
            }
        }
        throw new AssertionError("no machine " + ref);
    }

    JsonNode running(String ref) {
        await().atMost(Duration.ofSeconds(60))
                .until(() -> machine(ref).get("ssh_port").isNumber());
        await().atMost(Duration.ofSeconds(60)).until(() -> ssh(ref, "true").ok());
        return machine(ref);
    }

    Command.Answer ssh(String ref, String command) throws IOException {
        JsonNode machine = machine(ref);
        return Command.run(
                "ssh",
                "-i",
                folder.resolve("key").toString(),
                "-p",
                machine.get("ssh_port").asString(),
                "-o",
                "StrictHostKeyChecking=no",
                "-o",
                "UserKnownHostsFile=/dev/null",
                "-o",
                "BatchMode=yes",
                "-o",
                "LogLevel=ERROR",
                "-o",
                "ConnectTimeout=3",
                System.getProperty("user.name") + "@" + machine.get("address").asString(),
                command);
    }

    @Override
    public void close() {
        cloud.close();
    }
}
