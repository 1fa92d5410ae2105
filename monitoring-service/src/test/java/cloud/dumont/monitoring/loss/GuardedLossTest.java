package cloud.dumont.monitoring.loss;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.dumont.monitoring.PlatformTest;
import cloud.dumont.monitoring.guard.GuardZones;
import cloud.dumont.monitoring.guard.Zone;
import cloud.dumont.monitoring.health.Health;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.ApplicationContext;

/** What the guard makes of a machine that looks lost. */
@PlatformTest
class GuardedLossTest {
    @Autowired
    ApplicationContext context;

    @Autowired
    GuardZones zones;

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
    void whileManyAreSilentOnlyWhatTheVendorConfirmsIsLost() {
        stage.others(20, "vastai", "healthy");
        // All are counted only every half minute.
        for (int seq = 50; seq < 54; seq++) {
            stage.passes(10);
            stage.beat(seq);
        }
        stage.others(8, "vastai", "suspect");
        stage.dies();

        stage.passes(48);

        assertThat(stage.health()).isInstanceOfSatisfying(Health.Held.class, held -> {
            assertThat(held.why()).isEqualTo("zone_doubted");
            assertThat(held.detail()).contains("vendor:vastai");
        });
        assertThat(stage.told()).isEmpty();

        stage.vendorSays("gone");
        stage.passes(8);
        assertThat(stage.health()).isInstanceOf(Health.Lost.class);
        assertThat(stage.told().getFirst().path("guard").asString()).isEqualTo("partial");
    }

    @Test
    void aHeldMachineThatBeatsIsWell() {
        stage.others(8, "vastai", "suspect");
        stage.dies();
        stage.passes(48);
        assertThat(stage.health()).isInstanceOf(Health.Held.class);

        stage.beat(100);

        assertThat(stage.health()).isInstanceOf(Health.Healthy.class);
        assertThat(stage.facts()).containsExactly("health.suspected", "health.cleared");
    }

    @Test
    void ifNobodyOfAnyVendorIsHeardTheFaultIsOurs() {
        stage.others(3, "vastai", "suspect");
        stage.dies();
        stage.vendorSays("gone");

        stage.passes(48);

        assertThat(stage.health())
                .isInstanceOfSatisfying(
                        Health.Held.class, held -> assertThat(held.why()).isEqualTo("nobody_is_heard"));
    }

    @Test
    void whatAnOperatorFrozeIsHeldUntilHeThawsIt() {
        Zone vendor = new Zone(Zone.Kind.VENDOR, "vastai");
        zones.set(vendor, true, "ana", stage.clock.instant());
        stage.dies();
        stage.passes(48);
        assertThat(stage.health())
                .isInstanceOfSatisfying(
                        Health.Held.class, held -> assertThat(held.detail()).contains("frozen by ana"));

        zones.set(vendor, false, "ana", stage.clock.instant());
        stage.passes(2);

        assertThat(stage.health()).isInstanceOf(Health.Lost.class);
    }

    @Test
    void aHeldMachineWhoseSshAnswersAgainIsOnlySuspect() {
        stage.others(8, "vastai", "suspect");
        stage.vendorSays("running");
        stage.ssh.close();
        stage.passes(100);
        assertThat(stage.health()).isInstanceOf(Health.Held.class);

        Greeter back = new Greeter();
        stage.instances.says(stage.order.placement(), "running", stage.clock.instant(), back.port(), 0);
        stage.passes(8);

        assertThat(stage.health()).isInstanceOf(Health.Suspect.class);
        back.close();
    }
}
