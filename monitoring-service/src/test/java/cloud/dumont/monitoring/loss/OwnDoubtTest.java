package cloud.dumont.monitoring.loss;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.dumont.monitoring.loss.Canaries.Sight;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Before it gives others up, the service doubts itself. */
class OwnDoubtTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    static ExaminationConfig config(@Nullable String store, String... vendors) {
        return new ExaminationConfig(
                false,
                Duration.ofSeconds(2),
                Duration.ofSeconds(5),
                Duration.ofSeconds(2),
                16,
                Duration.ofSeconds(15),
                Duration.ofSeconds(5),
                Duration.ofMinutes(1),
                Duration.ofMinutes(1),
                store == null ? null : URI.create(store),
                Stream.of(vendors).map(URI::create).toList(),
                Duration.ofSeconds(5),
                Duration.ofSeconds(1));
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

    private static Canaries.Sight sight(@Nullable String store, String... vendors) {
        return new Canaries(config(store, vendors), new SimpleMeterRegistry()).look(NOW);
    }

    @Test
    void whoReachesLessThanHalfOfWhatIsNotOursIsCutOff() throws IOException {
        String closed = closedPort();
        try (ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            String open = "http://127.0.0.1:" + server.getLocalPort();
            assertThat(sight(closed, open, open)).isEqualTo(Sight.CLEAR);
            assertThat(sight(closed, closed, open)).isEqualTo(Sight.CUT_OFF);
            assertThat(sight(open, closed, closed)).isEqualTo(Sight.CUT_OFF);
            assertThat(sight(closed, open)).isEqualTo(Sight.CLEAR);
            assertThat(sight(closed, closed)).isEqualTo(Sight.CUT_OFF);
            assertThat(sight(closed)).isEqualTo(Sight.CUT_OFF);
            assertThat(sight(open)).isEqualTo(Sight.CLEAR);
            assertThat(sight(null)).as("nothing to look at").isEqualTo(Sight.UNKNOWN);
        }
    }

    @Test
    void theAnswerIsKeptForAFewSeconds() throws IOException {
        ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Canaries canaries =
                new Canaries(config("http://127.0.0.1:" + server.getLocalPort()), new SimpleMeterRegistry());
        assertThat(canaries.look(NOW)).isEqualTo(Sight.CLEAR);
        server.close();
        assertThat(canaries.look(NOW.plusSeconds(4))).isEqualTo(Sight.CLEAR);
        assertThat(canaries.look(NOW.plusSeconds(5))).isEqualTo(Sight.CUT_OFF);
    }
}
