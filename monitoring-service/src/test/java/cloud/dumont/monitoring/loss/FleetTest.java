package cloud.dumont.monitoring.loss;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.dumont.monitoring.health.Health;
import cloud.dumont.monitoring.health.Loss;
import cloud.dumont.monitoring.health.Whereabouts;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hours of large fleets, in seconds. */
class FleetTest {
    private static final Logger log = LoggerFactory.getLogger(FleetTest.class);
    private final SimulatedFleet fleet = new SimulatedFleet();

    @AfterEach
    void figures(TestInfo test) {
        log.info(
                "{}: {} machines, {} suspicions, {} lost, {} held",
                test.getDisplayName(),
                fleet.machines.size(),
                fleet.suspicions,
                fleet.falls.size(),
                held());
    }

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

    private List<SimulatedFleet.Machine> cut(List<SimulatedFleet.Machine> machines) {
        machines.forEach(machine -> machine.linked = false);
        return machines;
    }

    private long heldFor(String why) {
        return fleet.machines.stream()
                .filter(machine ->
                        machine.health instanceof Health.Held held && held.why().equals(why))
                .count();
    }

    @Test
    void aVendorThatIsWhollySilentIsLeftAfterTenMinutesAtThePaceOfAllWithAllItsRegionsAndHosts() {
        List<SimulatedFleet.Machine> away = fleet.addHosts(20, 4, "vastai", "us-tx");
        away.addAll(fleet.addHosts(10, 4, "vastai", "ca"));
        fleet.add(80, "lambda", "us-west");
        fleet.run(Duration.ofMinutes(5));
        cut(away).forEach(machine -> machine.vendorSays = Optional.of("unclear"));

        fleet.run(Duration.ofMinutes(10));
        int before = fleet.falls.size();
        assertThat(held()).isEqualTo(120 - before);

        fleet.run(Duration.ofMinutes(10));
        int released = fleet.falls.size() - before;
        // A minute until all are silent; then 7 per minute, and the bucket was full.
        assertThat(released).isBetween(60, 77);
        fleet.run(Duration.ofMinutes(15));
        assertThat(fleet.falls)
                .hasSize(120)
                .allSatisfy(fall -> assertThat(fall.machine()).isIn(away));
    }

    @Test
    void aHostThatDiesAloneIsBelievedWithinTwoMinutes() {
        List<SimulatedFleet.Machine> region = fleet.addHosts(4, 4, "vastai", "us-tx");
        fleet.addHosts(3, 4, "vastai", "ca");
        fleet.noise = 0;
        fleet.run(Duration.ofMinutes(5));
        List<SimulatedFleet.Machine> dead = cut(region.subList(0, 4));

        fleet.run(Duration.ofMinutes(2).plusSeconds(10));

        assertThat(fleet.falls).hasSize(4).allSatisfy(fall -> {
            assertThat(fall.machine()).isIn(dead);
            assertThat(fall.cause()).isEqualTo(Loss.Cause.SILENCE);
            assertThat(fall.silence()).isBetween(Duration.ofSeconds(45), Duration.ofSeconds(125));
        });
    }

    @Test
    void aRegionOfWhichAllIsSilentIsNotTakenForADeadHost() {
        List<SimulatedFleet.Machine> region = fleet.addHosts(4, 5, "vastai", "us-tx");
        fleet.addHosts(20, 5, "vastai", "ca");
        fleet.noise = 0;
        fleet.run(Duration.ofMinutes(5));
        cut(region);

        fleet.run(Duration.ofMinutes(9));
        int before = fleet.falls.size();
        assertThat(before).as("until the doubt").isLessThanOrEqualTo(7);
        assertThat(heldFor("zone_doubted")).isEqualTo(20 - before);

        fleet.run(Duration.ofMinutes(5));
        assertThat(fleet.falls)
                .as("its outage is waited for as long as a vendor's")
                .hasSize(20);
    }

    @Test
    void anAgentVersionOfWhichNobodyIsHeardIsOurFaultUntilVendorsConfirm() {
        fleet.addHosts(100, 3, "vastai", "us-tx");
        List<SimulatedFleet.Machine> updated = new ArrayList<>();
        for (int i = 0; i < 15; i++) {
            updated.addAll(fleet.add(1, new Whereabouts("vastai", "us-tx", "new-" + i, "2.0.0", "cold")));
            updated.addAll(fleet.add(1, new Whereabouts("lambda", "us-west", "old-" + i, "2.0.0", "cold")));
        }
        fleet.add(300, "lambda", "us-west");
        fleet.run(Duration.ofMinutes(5));
        cut(updated);

        fleet.run(Duration.ofMinutes(40));
        int before = fleet.falls.size();
        assertThat(before).as("until the doubt").isLessThanOrEqualTo(9);
        assertThat(heldFor("our_fault")).isEqualTo(30 - before);

        updated.forEach(machine -> machine.vendorSays = Optional.of("gone"));
        fleet.run(Duration.ofMinutes(10));
        assertThat(fleet.falls.size() - before).as("one every hundred seconds").isBetween(6, 7);
    }

    @Test
    void whoHearsNobodyGivesNobodyUpHoweverSmallOneVendorIs() {
        fleet.add(100, "vastai", "us-tx");
        fleet.add(2, "lambda", "us-west");
        fleet.run(Duration.ofMinutes(5));
        cut(fleet.machines);
        fleet.run(Duration.ofMinutes(5));
        int before = fleet.falls.size();

        fleet.run(Duration.ofMinutes(30));

        assertThat(fleet.falls).hasSize(before);
        assertThat(heldFor("nobody_is_heard")).isEqualTo(102 - before);
    }

    @Test
    void whenEverythingDiesTheFirstSecondsCostLittle() {
        fleet.add(10, "vastai", "us-tx");
        fleet.run(Duration.ofMinutes(5));
        cut(fleet.machines);
        fleet.run(Duration.ofMinutes(30));
        assertThat(fleet.falls).hasSizeLessThanOrEqualTo(2);
    }
}
