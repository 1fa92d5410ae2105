package cloud.dumont.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.dumont.gateway.testing.GatewayTest;
import cloud.dumont.gateway.testing.Visitor;
import cloud.dumont.gateway.testing.World;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalManagementPort;
import org.springframework.boot.test.web.server.LocalServerPort;

@GatewayTest
class ObservabilityTest {
    @LocalServerPort
    private int port;

    @LocalManagementPort
    private int managementPort;

    @Autowired
    private MeterRegistry meters;

    @Test
    void requestsAreCountedByRouteAndNotByPath() {
        World.SERVICES.reset();
        Visitor ana = Visitor.loggedIn(port);
        ana.get("/api/v1/instances/ins_some/attempts");
        ana.get("/api/v1/ssh-keys");
        Awaitility.await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> {
            assertThat(timer("/api/v1/instances/{id}/{part}")).isNotNull();
            assertThat(timer("/api/v1/ssh-keys")).isNotNull();
            assertThat(timer("/api/v1/instances/ins_some/attempts")).isNull();
        });
        assertThat(meters.find("dumont.ssh.sessions").gauge()).isNotNull();
    }

    private Timer timer(String uri) {
        return meters.find("http.server.requests").tag("uri", uri).timer();
    }

    @Test
    void healthAnswersOnTheManagementPortOnly() {
        assertThat(new Visitor(managementPort).get("/actuator/health/readiness").body())
                .contains("UP");
        assertThat(new Visitor(port).get("/actuator/health/readiness").status()).isEqualTo(404);
    }
}
