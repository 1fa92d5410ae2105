package cloud.dumont.monitoring.loss;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.dumont.kernel.Ids;
import cloud.dumont.kernel.InstanceId;
import cloud.dumont.monitoring.Http;
import cloud.dumont.monitoring.PlatformTest;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.ApplicationContext;
import tools.jackson.databind.JsonNode;

/** What instance-manager may ask before it moves a machine back. */
@PlatformTest
class MachineHealthTest {
    @Autowired
    ApplicationContext context;

    @LocalServerPort
    int port;

    private Stage stage;

    @BeforeEach
    void servingBox() {
        stage = new Stage(context, port);
    }

    @AfterEach
    void close() {
        stage.close();
    }

    private String path() {
        return "/internal/instances/" + stage.order.instance().text() + "/health";
    }

    private JsonNode ask() throws IOException, InterruptedException {
        var answer = new Http(port).getAsService(path());
        assertThat(answer.status()).isEqualTo(200);
        return answer.body();
    }

    @Test
    void aMachineThatIsSuspectedAgainAndAgainSaysSo() throws Exception {
        stage.vendorSays("running");
        JsonNode calm = ask();
        assertThat(calm.path("phase").asString()).isEqualTo("healthy");
        assertThat(calm.path("placement").asString())
                .isEqualTo(stage.order.placement().text());
        assertThat(calm.path("epoch").asLong()).isEqualTo(1);
        assertThat(calm.path("suspicions").asInt()).isZero();

        for (int seq = 50; seq < 54; seq++) {
            stage.passes(38);
            assertThat(ask().path("phase").asString()).isEqualTo("suspect");
            assertThat(ask().path("stable_since").isNull()).isTrue();
            stage.beat(seq);
        }

        JsonNode flapping = ask();
        assertThat(flapping.path("suspicions").asInt()).isEqualTo(4);
        assertThat(flapping.path("flapping").asBoolean()).isTrue();
        assertThat(Instant.parse(flapping.path("stable_since").asString())).isEqualTo(stage.lastBeat());
    }

    @Test
    void onlyServicesMayAskAndOnlyAboutMachinesThatAreWatched() throws Exception {
        assertThat(new Http(port).get(path(), stage.order.user()).status())
                .as("not even its owner")
                .isIn(401, 403);
        InstanceId unknown = Ids.secure(InstantSource.system()).next(InstanceId::new);
        assertThat(new Http(port)
                        .getAsService("/internal/instances/" + unknown.text() + "/health")
                        .status())
                .isEqualTo(404);
    }
}
