package cloud.dumont.sandbox.vastai;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.dumont.sandbox.wire.Json;
import cloud.dumont.sandbox.wire.RequestEntry;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class RequestLogTest extends VastFixture {
    @Test
    void holdsOneLineARequestWithoutSecrets() throws IOException {
        create(",\"env\":{\"DUMONT_TOKEN\":\"hush-1\",\"DUMONT_URL\":\"https://d\"},"
                + "\"onstart\":\"DUMONT_KEY=hush-2 sh run\",\"image_login\":\"-u me -p hush-3 r\"");
        caller.get("/api/v0/users/current?api_key=hush-4");

        List<String> lines = Files.readAllLines(directory.resolve("requests.jsonl"));

        assertThat(lines).hasSize(3).noneMatch(line -> line.contains("hush"));
        JsonNode create = Json.parse(lines.get(1)).orElseThrow();
        assertThat(create.propertyNames())
                .containsExactly("at", "api", "method", "path", "query", "auth", "ct", "body", "status");
        assertThat(create.path("api").asString()).isEqualTo("vastai");
        assertThat(create.path("auth").asString()).matches("sha256:[0-9a-f]{8}");
        assertThat(create.path("status").asInt()).isEqualTo(200);
        assertThat(create.path("body").path("env").path("DUMONT_TOKEN").asString())
                .isEqualTo("***");
        assertThat(create.path("body").path("env").path("DUMONT_URL").asString())
                .isEqualTo("https://d");
        assertThat(create.path("body").path("onstart").asString()).isEqualTo("DUMONT_KEY=*** sh run");
    }

    @Test
    void givesOnlyTheNewerOnes() throws IOException {
        caller.get("/api/v1/instances/");
        clock.move(Duration.ofSeconds(5));
        caller.get("/api/v0/users/current/");

        assertThat(vast.requests(clock.instant()).stream().map(RequestEntry::path))
                .containsExactly("/api/v0/users/current");
        assertThat(vast.requests(clock.instant().minusSeconds(5))).hasSize(2);
    }
}
