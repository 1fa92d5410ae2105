package cloud.dumont.monitoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cloud.dumont.kernel.Ids;
import cloud.dumont.kernel.UserId;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalManagementPort;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.TestPropertySource;

/** With the recurring tasks on, as in production. */
@PlatformTest
@TestPropertySource(
        properties = {
            "db-scheduler.enabled=true",
            "dumont.beats.confirm-every=1s",
            "dumont.health.examination.by-itself=true"
        })
class RunningByItselfTest {
    @Autowired
    FakeInstanceManager instances;

    @Autowired
    JdbcClient jdbc;

    @LocalServerPort
    int port;

    @LocalManagementPort
    int managementPort;

    @Test
    void theWatchLooksAndBeatsAreReported() {
        FakeInstanceManager.Order order =
                instances.order(Ids.secure(InstantSource.system()).next(UserId::new), "nlp-1", 1);
        new Box(port).ready(order.token()).beat(1);

        await().atMost(Duration.ofSeconds(60))
                .until(() -> instances.confirmations.stream()
                        .anyMatch(each -> each.path("placement")
                                .asString("")
                                .equals(order.placement().text())));
        await().atMost(Duration.ofSeconds(60))
                .until(() -> jdbc.sql("SELECT name FROM sweeps ORDER BY 1")
                        .query(String.class)
                        .list()
                        .equals(List.of("compare-serving", "examine-suspects", "health", "tell-losses")));
        assertThat(jdbc.sql("SELECT task_name FROM scheduled_tasks ORDER BY 1")
                        .query(String.class)
                        .list())
                .containsExactly(
                        "compare-serving",
                        "confirm-alive",
                        "event-partitions",
                        "forget-nonces",
                        "sweep-health",
                        "tell-losses");
        assertThat(jdbc.sql("SELECT count(*) FROM pg_inherits WHERE inhparent = 'events'::regclass")
                        .query(Long.class)
                        .single())
                .isEqualTo(4);
    }

    @Test
    void itSaysWhenItIsReady() throws Exception {
        HttpResponse<String> answer = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(
                                        URI.create("http://127.0.0.1:" + managementPort + "/actuator/health/readiness"))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).contains("UP");
    }
}
