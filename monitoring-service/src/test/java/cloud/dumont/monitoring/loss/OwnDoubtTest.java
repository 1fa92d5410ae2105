package cloud.dumont.monitoring.loss;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.dumont.web.peer.PeerAddresses;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Before it gives others up, the service doubts itself. */
class OwnDoubtTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    static ExaminationConfig config(@Nullable String store) {
        return new ExaminationConfig(
                false,
                Duration.ofSeconds(2),
                Duration.ofSeconds(5),
                Duration.ofSeconds(2),
                16,
                Duration.ofSeconds(10),
                Duration.ofMinutes(1),
                Duration.ofMinutes(1),
                store == null ? null : URI.create(store),
                Duration.ofSeconds(5),
                Duration.ofSeconds(1),
                3,
                Duration.ofMinutes(10));
    }

    @Test
    void whoBeganLateDoubtsForAMinute() {
        OwnHealth health = new OwnHealth(config(null), new SimpleMeterRegistry());
        health.lagged(Duration.ofSeconds(1), NOW);
        assertThat(health.doubt(NOW)).isEqualTo(1);

        health.lagged(Duration.ofMillis(1_500), NOW);
        assertThat(health.doubt(NOW)).isEqualTo(2);
        health.lagged(Duration.ofSeconds(4), NOW.plusSeconds(10));
        assertThat(health.doubt(NOW.plusSeconds(10))).isEqualTo(5);
        health.lagged(Duration.ofMinutes(3), NOW.plusSeconds(20));
        assertThat(health.doubt(NOW.plusSeconds(80))).isEqualTo(8);
        assertThat(health.doubt(NOW.plusSeconds(81))).isEqualTo(1);
    }

    @Test
    void whoWasStoppedByTheCollectorDoubts() {
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        Timer pauses = Timer.builder("jvm.gc.pause").register(meters);
        pauses.record(Duration.ofSeconds(2));
        OwnHealth health = new OwnHealth(config(null), meters);
        assertThat(health.doubt(NOW)).isEqualTo(1);

        pauses.record(Duration.ofSeconds(5));
        assertThat(health.doubt(NOW)).isEqualTo(3);
    }

    private static String closedPort() throws IOException {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return "http://127.0.0.1:" + server.getLocalPort();
        }
    }

    @Test
    void whoReachesNobodyIsCutOff() throws IOException {
        String closed = closedPort();
        try (ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            String open = "http://127.0.0.1:" + server.getLocalPort();
            assertThat(silent(open, open, closed)).isFalse();
            assertThat(silent(closed, open, open)).isFalse();
            assertThat(silent(closed, open, closed)).isTrue();
            assertThat(silent(closed, closed, open)).isTrue();
            assertThat(silent(closed, open, null)).isFalse();
            assertThat(silent(closed, closed, null)).isTrue();
        }
    }

    private static boolean silent(String gateway, String instances, @Nullable String store) {
        PeerAddresses peers = new PeerAddresses(gateway, instances, null, null);
        return new Canaries(peers, config(store)).areSilent(NOW);
    }

    @Test
    void theAnswerIsKeptForAFewSeconds() throws IOException {
        ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        String open = "http://127.0.0.1:" + server.getLocalPort();
        Canaries canaries = new Canaries(new PeerAddresses(open, open, null, null), config(null));
        assertThat(canaries.areSilent(NOW)).isFalse();
        server.close();
        assertThat(canaries.areSilent(NOW.plusSeconds(4))).isFalse();
        assertThat(canaries.areSilent(NOW.plusSeconds(5))).isTrue();
    }
}
