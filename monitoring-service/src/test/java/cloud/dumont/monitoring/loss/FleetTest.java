package cloud.dumont.monitoring.loss;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.dumont.monitoring.health.Health;
import cloud.dumont.monitoring.health.Loss;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Hours of large fleets, in seconds. */
class FleetTest {
    private final SimulatedFleet fleet = new SimulatedFleet();

    private long held() {
        return fleet.machines.stream()
                .filter(machine -> machine.health instanceof Health.Held)
                .count();
    }

    @Test
    void tenThousandMachinesOfWhoseBeatsOneInAHundredIsLostLoseNobodyInAnHour() {
        fleet.add(4_000, "vastai", "us-tx");
        fleet.add(3_000, "vastai", "ca");
        fleet.add(3_000, "lambda", "us-west");

        fleet.run(Duration.ofHours(1));

        assertThat(fleet.suspicions).as("a lost beat is noticed").isGreaterThan(5_000);
        assertThat(fleet.falls).isEmpty();
    }

    @Test
    void whileAVendorDoesNotAnswerNobodyWhoBeatsIsLost() {
        List<SimulatedFleet.Machine> silent = fleet.add(500, "vastai", "ca");
        fleet.run(Duration.ofMinutes(2));
        silent.forEach(machine -> machine.vendorSays = Optional.empty());
        fleet.run(Duration.ofMinutes(5));
        silent.forEach(machine -> machine.vendorSays = Optional.of("unclear"));

        fleet.run(Duration.ofMinutes(5));

        assertThat(fleet.suspicions).isPositive();
        assertThat(fleet.falls).isEmpty();
    }

    @Test
    void aFewThatLoseTheirPowerAreLostFortyFiveSecondsAfterTheirLastBeat() {
        fleet.add(2_000, "vastai", "us-tx");
        fleet.noise = 0;
        fleet.run(Duration.ofMinutes(10));
        List<SimulatedFleet.Machine> dead = fleet.machines.subList(0, 12);
        dead.forEach(machine -> machine.linked = false);

        fleet.run(Duration.ofMinutes(2));

        assertThat(fleet.falls).hasSize(12).allSatisfy(fall -> {
            assertThat(fall.cause()).isEqualTo(Loss.Cause.SILENCE);
            assertThat(fall.silence()).isBetween(Duration.ofSeconds(45), Duration.ofSeconds(47));
        });
    }

    @Test
    void whatDiesOfARegionIsHeldAndThenReleasedOneByOneAsTheVendorConfirms() {
        List<SimulatedFleet.Machine> region = fleet.add(1_000, "vastai", "us-tx");
        fleet.add(7_000, "vastai", "ca");
        fleet.add(2_000, "lambda", "us-west");
        fleet.run(Duration.ofMinutes(5));
        List<SimulatedFleet.Machine> dead = region.subList(0, 300);
        dead.forEach(machine -> machine.linked = false);

        fleet.run(Duration.ofMinutes(10));
        int before = fleet.falls.size();
        assertThat(before)
                .as("until enough are silent for a doubt, the pace alone holds")
                .isLessThanOrEqualTo(56);
        assertThat(held()).isEqualTo(300 - before);

        Instant confirmedFrom = fleet.now();
        dead.forEach(machine -> machine.vendorSays = Optional.of("gone"));
        fleet.run(Duration.ofMinutes(30));

        List<SimulatedFleet.Fall> released = fleet.falls.subList(before, fleet.falls.size());
        assertThat(released).allSatisfy(fall -> {
            assertThat(fall.at()).isAfter(confirmedFrom);
            assertThat(fall.cause()).isEqualTo(Loss.Cause.VENDOR);
        });
        assertThat(released).as("one every hundred seconds").hasSizeBetween(17, 19);
        assertThat(fleet.falls).allSatisfy(fall -> assertThat(fall.machine()).isIn(dead));
    }

    @Test
    void whatComesBackWhileItIsHeldIsNotLost() {
        List<SimulatedFleet.Machine> region = fleet.add(200, "vastai", "us-tx");
        fleet.add(200, "lambda", "us-west");
        fleet.run(Duration.ofMinutes(5));
        List<SimulatedFleet.Machine> cut = region.subList(0, 150);
        cut.forEach(machine -> machine.linked = false);
        fleet.run(Duration.ofMinutes(3));
        int before = fleet.falls.size();
        assertThat(held()).isGreaterThan(100);

        cut.forEach(machine -> machine.linked = true);
        fleet.run(Duration.ofMinutes(10));

        assertThat(held()).isZero();
        assertThat(fleet.falls).hasSize(before);
        // What a cut may cost before it is recognised as one: the pace of the first seconds.
        assertThat(before).isLessThanOrEqualTo(9);
    }

    @Test
    void aLinkThatFlapsForAnHourCostsAtMostOneMove() {
        List<SimulatedFleet.Machine> flapping = fleet.add(20, "vastai", "us-tx");
        fleet.add(980, "vastai", "us-tx");
        fleet.run(Duration.ofMinutes(2));
        Random random = new Random(11);

        for (int i = 0; i < 60 * 6; i++) {
            flapping.forEach(machine -> machine.linked = random.nextInt(3) > 0 ? machine.linked : !machine.linked);
            fleet.run(Duration.ofSeconds(10));
        }

        assertThat(fleet.suspicions).isGreaterThan(100);
        for (SimulatedFleet.Machine machine : flapping) {
            assertThat(fleet.falls.stream().filter(fall -> fall.machine() == machine))
                    .hasSizeLessThanOrEqualTo(1);
        }
        assertThat(fleet.falls).allSatisfy(fall -> assertThat(fall.machine()).isIn(flapping));
    }
}
