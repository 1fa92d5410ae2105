package cloud.dumont.restore.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class S3SourceTest implements ObjectSourceContract {
    private static final S3Credentials KEYS = new S3Credentials("AKIDEXAMPLE", "secret", "token");
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-03-01T10:00:00Z"));

    private final List<S3Server> servers = new ArrayList<>();

    private S3Server serve(TreeMap<String, byte[]> objects) throws Exception {
        S3Server server = new S3Server(objects);
        servers.add(server);
        return server;
    }

    @AfterEach
    void stop() {
        servers.forEach(S3Server::close);
    }

    private static ObjectSource source(S3Location location) {
        return new S3Source(location, KEYS, CLOCK, Duration.ofSeconds(10));
    }

    @Override
    public ObjectSource sourceWith(TreeMap<String, byte[]> objects) throws Exception {
        return source(serve(objects).location());
    }

    private static TreeMap<String, byte[]> one() {
        TreeMap<String, byte[]> objects = new TreeMap<>();
        objects.put("a", new byte[] {1, 2, 3});
        return objects;
    }

    @Test
    void answersThatMayGetBetterAreAskedForAgain() throws Exception {
        S3Server server = serve(one());
        List<Long> pauses = new ArrayList<>();
        ObjectSource source = new RetryingSource(source(server.location()), 4, pauses::add, new Random(1));
        server.faults.addAll(List.of(503, 429, 500));
        assertThat(source.read("a", 10)).containsExactly(1, 2, 3);
        assertThat(pauses).hasSize(3);
        assertThat(pauses.get(0)).isBetween(0L, 200L);
        assertThat(pauses.get(2)).isBetween(0L, 800L);
        server.faults.addAll(List.of(503, 503, 503, 503));
        assertThatThrownBy(() -> source.size("a")).isInstanceOf(StoreUnreachable.class);
        assertThat(server.faults).isEmpty();
    }

    @Test
    void aRefusalIsFinalAndTellsNoSecret() throws Exception {
        S3Server server = serve(one());
        ObjectSource source = new RetryingSource(source(server.location()), 4, _ -> {}, new Random(1));
        server.faults.addAll(List.of(403, 503));
        assertThatThrownBy(() -> source.read("a", 10))
                .isInstanceOf(StoreRefused.class)
                .hasMessageContaining("403")
                .hasMessageNotContaining("secret");
        assertThat(server.faults).containsExactly(503);
        assertThat(KEYS.toString()).doesNotContain("secret").doesNotContain("token");
        assertThat(server.lastAuthorization)
                .startsWith("AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20260301/auto/s3/aws4_request,SignedHeaders=")
                .contains("x-amz-security-token");
    }

    @Test
    void nobodyListeningIsUnreachable() throws Exception {
        S3Server server = serve(one());
        S3Location gone = server.location();
        server.close();
        assertThatThrownBy(() -> source(gone).read("a", 10)).isInstanceOf(StoreUnreachable.class);
    }

    @Test
    void aBucketIsAPathAndAnEndpointHasAHost() {
        assertThatThrownBy(() -> new S3Location(URI.create("example.org"), "auto", "b"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new S3Location(URI.create("https://example.org"), "auto", "a/b"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(new S3Location(URI.create("https://example.org:443"), "auto", "b").authority())
                .isEqualTo("example.org");
    }
}
