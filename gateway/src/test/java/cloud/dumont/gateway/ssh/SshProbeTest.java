package cloud.dumont.gateway.ssh;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.dumont.gateway.testing.GatewayTest;
import cloud.dumont.gateway.testing.SshKeygen;
import cloud.dumont.gateway.testing.Visitor;
import cloud.dumont.gateway.testing.World;
import cloud.dumont.web.caller.ServiceTokens;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.web.server.LocalServerPort;

@GatewayTest
class SshProbeTest {
    @LocalServerPort
    private int port;

    @TempDir
    private Path directory;

    private Visitor.Answer probe(String token, Object target) {
        return new Visitor(port).with(token).post("/internal/ssh-probes", target);
    }

    private static String monitoring() {
        return new ServiceTokens(World.MONITORING, Clock.systemUTC()).forService("gateway");
    }

    @Test
    void aServiceLearnsWhetherABoxAnswers() {
        Box box = new Box("box", SshKeygen.make(directory, "ed25519", 256).file());
        Map<String, Object> target = Map.of("host", "127.0.0.1", "port", box.port());

        assertThat(probe(monitoring(), target).json().path("answered").asBoolean())
                .isTrue();
        box.close();
        assertThat(probe(monitoring(), target).json().path("answered").asBoolean(true))
                .isFalse();
        assertThat(probe(monitoring(), Map.of("port", 22)).code()).isEqualTo("validation_failed");
        assertThat(probe(monitoring(), Map.of("host", "127.0.0.1", "port", 0)).code())
                .isEqualTo("validation_failed");
    }

    @Test
    void nobodyElseMayAsk() {
        Map<String, Object> target = Map.of("host", "127.0.0.1", "port", 22);

        assertThat(probe("", target).status()).isEqualTo(401);
        assertThat(probe(Visitor.loggedIn(port).token, target).status()).isEqualTo(401);
    }
}
