package cloud.dumont.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class TestkitTest {
    /** Breaks the law on purpose. */
    static final class BadHelper {
        Instant when() {
            return Instant.now();
        }
    }

    @Test
    void twoDatabasesDoNotSeeEachOther() throws Exception {
        TestPostgres.Database one = TestPostgres.newDatabase();
        TestPostgres.Database two = TestPostgres.newDatabase();
        try (Connection a = DriverManager.getConnection(one.url(), one.user(), one.password());
                Connection b = DriverManager.getConnection(two.url(), two.user(), two.password())) {
            a.createStatement().execute("CREATE TABLE t (n int)");
            assertThatThrownBy(() -> b.createStatement().execute("SELECT * FROM t"))
                    .hasMessageContaining("t");
        }
    }

    @Test
    void redisAnswers() throws Exception {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), TestRedis.port())) {
            socket.getOutputStream().write("PING\r\n".getBytes(StandardCharsets.US_ASCII));
            assertThat(new String(socket.getInputStream().readNBytes(7), StandardCharsets.US_ASCII))
                    .isEqualTo("+PONG\r\n");
        }
    }

    @Test
    void aHeldClockMovesOnlyWhenMoved() {
        HeldClock clock = HeldClock.at("2026-11-23T16:00:00Z");
        clock.advance(Duration.ofSeconds(5));
        assertThat(clock.instant()).isEqualTo("2026-11-23T16:00:05Z");
    }

    @Test
    void theHouseObeysItsOwnRules() {
        HouseRules.check("cloud.dumont.testkit");
        HouseRules.check("cloud.dumont.kernel");
    }
}
