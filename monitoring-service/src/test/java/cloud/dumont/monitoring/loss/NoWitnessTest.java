package cloud.dumont.monitoring.loss;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.dumont.monitoring.PlatformTest;
import cloud.dumont.monitoring.health.Health;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.ApplicationContext;
import org.springframework.test.context.TestPropertySource;

/** Without anything outside to look at, the service does not know whether it is cut off itself. */
@PlatformTest
@TestPropertySource(properties = "dumont.health.examination.store=")
class NoWitnessTest {
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

    @Test
    void silenceIsNotBelievedButAVendorIs() {
        stage.dies();
        stage.passes(60);

        assertThat(stage.health())
                .isInstanceOfSatisfying(
                        Health.Held.class, held -> assertThat(held.why()).isEqualTo("nobody_vouches"));

        stage.vendorSays("gone");
        stage.passes(6);
        assertThat(stage.health()).isInstanceOf(Health.Lost.class);
    }

    @Test
    void theBeatsOfAnotherMachineVouchForUs() {
        stage.others(1, "vastai", "healthy");
        // All are counted only every half minute.
        for (int seq = 50; seq < 54; seq++) {
            stage.passes(10);
            stage.beat(seq);
        }
        stage.dies();

        stage.passes(48);

        assertThat(stage.health()).isInstanceOf(Health.Lost.class);
    }
}
