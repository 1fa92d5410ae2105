package cloud.dumont.monitoring.guard;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.dumont.monitoring.guard.Permission.Held;
import cloud.dumont.monitoring.guard.Permission.Why;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GuardTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final GuardConfig CONFIG = new GuardConfig(
            2,
            15,
            Duration.ofSeconds(120),
            Duration.ofSeconds(60),
            Duration.ofMinutes(10),
            Duration.ofSeconds(90),
            Duration.ofSeconds(100),
            6,
            0.5,
            100);
    private static final Zone VAST = new Zone(Zone.Kind.VENDOR, "vastai");
    private static final Zone LAMBDA = new Zone(Zone.Kind.VENDOR, "lambda");
    private static final Zone TEXAS = new Zone(Zone.Kind.REGION, "vastai/us-tx");

    private static final Zone HOST = new Zone(Zone.Kind.HOST, "vastai/4711");
    private static final Zone VERSION = new Zone(Zone.Kind.AGENT_VERSION, "1.4.0");

    private static Instant after(long seconds) {
        return NOW.plusSeconds(seconds);
    }

    private static ZoneGuard of(int members, int suspects) {
        return ZoneGuard.trusted(NOW).read(new ZoneReading(members, suspects), CONFIG, NOW);
    }

    @Test
    void aFewSilentMachinesSayNothingAboutTheirZone() {
        assertThat(of(2, 2)).isInstanceOf(ZoneGuard.Normal.class);
        assertThat(of(10, 2)).isInstanceOf(ZoneGuard.Normal.class);
        assertThat(of(100, 14)).isInstanceOf(ZoneGuard.Normal.class);
        assertThat(of(100, 15)).isInstanceOf(ZoneGuard.Partial.class);
        assertThat(of(3, 3)).isInstanceOf(ZoneGuard.Full.class);
        assertThat(of(0, 0)).isInstanceOf(ZoneGuard.Normal.class);
    }

    @Test
    void aZoneIsTrustedOnlyAfterAMinuteOfCalm() {
        ZoneGuard doubted = of(100, 20);
        ZoneReading calm = new ZoneReading(100, 3);
        ZoneGuard next = doubted.read(calm, CONFIG, after(1));
        next = next.read(calm, CONFIG, after(60));
        assertThat(next).isInstanceOf(ZoneGuard.Partial.class);
        next = next.read(new ZoneReading(100, 15), CONFIG, after(61));
        next = next.read(calm, CONFIG, after(62));
        next = next.read(calm, CONFIG, after(121));
        assertThat(next).as("the minute began again").isInstanceOf(ZoneGuard.Partial.class);
        assertThat(next.since()).isEqualTo(NOW);
        assertThat(next.read(calm, CONFIG, after(122))).isInstanceOf(ZoneGuard.Normal.class);
    }

    @Test
    void fromSilenceAZoneComesBackThroughDoubt() {
        ZoneReading half = new ZoneReading(100, 50);
        ZoneGuard next = of(100, 100).read(half, CONFIG, after(1)).read(half, CONFIG, after(61));
        assertThat(next).isInstanceOf(ZoneGuard.Partial.class);
        assertThat(next.since()).isEqualTo(after(61));
    }

    @Test
    void whatAnOperatorFrozeOnlyAnOperatorThaws() {
        ZoneGuard frozen = of(100, 0).freeze("ops", NOW);
        assertThat(frozen.read(new ZoneReading(100, 0), CONFIG, after(3_600))).isEqualTo(frozen);
        assertThat(frozen.thaw("ops", after(1))).isEqualTo(new ZoneGuard.Normal(after(1), "ops"));
    }

    private static Guard guard(Map<Zone, ZoneGuard> zones) {
        return guard(zones, new Fleet(100, 10));
    }

    private static Guard guard(Map<Zone, ZoneGuard> zones, Fleet fleet) {
        return new Guard(zones, fleet, Velocity.full(100, CONFIG, NOW), Map.of());
    }

    private static Guard.Candidate candidate(boolean confirmed, boolean evenInOutage) {
        return new Guard.Candidate(List.of(VAST, TEXAS, HOST, VERSION), confirmed, evenInOutage, NOW);
    }

    private static void assertHeld(Permission permission, Why why) {
        assertThat(permission)
                .isInstanceOfSatisfying(
                        Held.class, held -> assertThat(held.why()).isEqualTo(why));
    }

    @Test
    void inADoubtedZoneOnlyWhatTheVendorConfirmsPassesOneAfterTheOther() {
        Guard guard = guard(Map.of(VAST, of(100, 0), TEXAS, of(10, 3)));
        assertHeld(guard.judge(candidate(false, true), CONFIG, NOW), Why.ZONE_DOUBTED);
        assertThat(guard.judge(candidate(true, false), CONFIG, NOW)).isInstanceOf(Permission.Granted.class);
        Guard later = new Guard(guard.zones(), guard.fleet(), guard.velocity(), Map.of(TEXAS, NOW));
        assertHeld(later.judge(candidate(true, false), CONFIG, after(99)), Why.ZONE_DOUBTED);
        assertThat(later.judge(candidate(true, false), CONFIG, after(100))).isInstanceOf(Permission.Granted.class);
    }

    @Test
    void aSilentVendorIsWaitedForAndThenLeftByWhoWantsThat() {
        Guard guard = guard(Map.of(VAST, of(50, 50), LAMBDA, of(50, 0)));
        assertHeld(guard.judge(candidate(true, true), CONFIG, after(599)), Why.VENDOR_OUTAGE);
        assertThat(guard.judge(candidate(false, true), CONFIG, after(600))).isInstanceOf(Permission.Granted.class);
        assertHeld(guard.judge(candidate(false, false), CONFIG, after(600)), Why.VENDOR_OUTAGE);
    }

    @Test
    void aSilentVendorTakesItsRegionsAndHostsAlongButNotWhatIsOurs() {
        Map<Zone, ZoneGuard> zones = Map.of(VAST, of(50, 50), TEXAS, of(20, 20), HOST, of(4, 4));
        Guard guard = guard(zones);
        assertThat(guard.judge(candidate(false, true), CONFIG, after(600))).isInstanceOf(Permission.Granted.class);
        assertHeld(guard.judge(candidate(false, false), CONFIG, after(600)), Why.VENDOR_OUTAGE);
        Map<Zone, ZoneGuard> frozen = new HashMap<>(zones);
        frozen.put(TEXAS, of(20, 20).freeze("ops", NOW));
        assertHeld(guard(frozen).judge(candidate(false, true), CONFIG, after(600)), Why.FROZEN);
        Map<Zone, ZoneGuard> ours = new HashMap<>(zones);
        ours.put(VERSION, of(60, 60));
        assertHeld(guard(ours).judge(candidate(false, true), CONFIG, after(600)), Why.OUR_FAULT);
    }

    @Test
    void aSilentRegionIsDoubtedAtOnceAndLeftAsLateAsAVendor() {
        Guard guard = guard(Map.of(VAST, of(100, 0), TEXAS, of(5, 5)));
        assertHeld(guard.judge(candidate(false, true), CONFIG, NOW), Why.ZONE_DOUBTED);
        assertThat(guard.judge(candidate(true, false), CONFIG, NOW)).isInstanceOf(Permission.Granted.class);
        assertThat(guard.judge(candidate(false, true), CONFIG, after(600))).isInstanceOf(Permission.Granted.class);
        assertHeld(guard.judge(candidate(false, false), CONFIG, after(600)), Why.ZONE_DOUBTED);
    }

    @Test
    void aSilentHostIsBelievedAfterNinetySeconds() {
        Guard guard = guard(Map.of(VAST, of(100, 0), TEXAS, of(40, 0), HOST, of(3, 3)));
        assertHeld(guard.judge(candidate(false, false), CONFIG, after(89)), Why.ZONE_DOUBTED);
        assertThat(guard.judge(candidate(false, false), CONFIG, after(90))).isInstanceOf(Permission.Granted.class);
        Guard region = guard(Map.of(VAST, of(100, 0), TEXAS, of(40, 9), HOST, of(3, 3)));
        assertHeld(region.judge(candidate(false, false), CONFIG, after(90)), Why.ZONE_DOUBTED);
    }

    @Test
    void aSilentAgentVersionIsOurFaultAndOnlyTheVendorKnowsBetter() {
        Guard guard = guard(Map.of(VAST, of(100, 0), VERSION, of(7, 7)));
        Permission held = guard.judge(candidate(false, true), CONFIG, after(36_000));
        assertHeld(held, Why.OUR_FAULT);
        assertThat(((Held) held).detail()).contains("agent_version:1.4.0", "the fault is ours");
        assertThat(guard.judge(candidate(true, false), CONFIG, NOW)).isInstanceOf(Permission.Granted.class);
    }

    @Test
    void ifNobodyIsHeardItIsUsHoweverSmallSomeVendorsAre() {
        Map<Zone, ZoneGuard> zones = Map.of(VAST, of(50, 50), LAMBDA, of(2, 2));
        assertThat(zones.get(LAMBDA)).isInstanceOf(ZoneGuard.Normal.class);
        assertHeld(
                guard(zones, new Fleet(52, 52)).judge(candidate(true, true), CONFIG, after(3_600)),
                Why.NOBODY_IS_HEARD);
        assertThat(guard(zones, new Fleet(52, 50)).judge(candidate(false, true), CONFIG, after(3_600)))
                .as("who hears the two others is not deaf")
                .isInstanceOf(Permission.Granted.class);
        assertThat(guard(Map.of(), new Fleet(2, 2)).judge(candidate(false, true), CONFIG, NOW))
                .as("two are too few to say so")
                .isInstanceOf(Permission.Granted.class);
    }

    @Test
    void whoHearsAsManyAsNotHears() {
        assertThat(new Fleet(1, 1).isHeard()).isFalse();
        assertThat(new Fleet(2, 1).isHeard()).isTrue();
        assertThat(new Fleet(10, 6).isHeard()).isFalse();
    }

    @Test
    void nothingPassesAFrozenZone() {
        Guard guard = guard(Map.of(VAST, of(100, 0).freeze("ops", NOW)));
        assertHeld(guard.judge(candidate(true, true), CONFIG, NOW), Why.FROZEN);
    }

    @Test
    void noMoreThanSixAndAHalfPercentOfTheFleetInAMinute() {
        Velocity velocity = Velocity.full(1_000, CONFIG, NOW);
        int spent = 0;
        while (velocity.allows()) {
            velocity = velocity.spent();
            spent++;
        }
        assertThat(spent).isEqualTo(11);
        assertHeld(
                new Guard(Map.of(VAST, of(1_000, 0)), new Fleet(1_000, 0), velocity, Map.of())
                        .judge(candidate(true, true), CONFIG, NOW),
                Why.TOO_FAST);
        assertThat(velocity.at(after(5), 1_000, CONFIG).allows()).isFalse();
        assertThat(velocity.at(after(6), 1_000, CONFIG).allows()).isTrue();
        assertThat(velocity.at(after(3_600), 1_000, CONFIG).left()).isEqualTo(11);
        assertThat(velocity.at(NOW.minusSeconds(60), 1_000, CONFIG).left())
                .as("a clock that goes back")
                .isZero();
    }
}
