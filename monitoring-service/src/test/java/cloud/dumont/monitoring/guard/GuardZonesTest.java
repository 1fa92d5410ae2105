package cloud.dumont.monitoring.guard;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.dumont.monitoring.Http;
import cloud.dumont.monitoring.PlatformTest;
import cloud.dumont.testkit.HeldClock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The guard with its tables. */
@PlatformTest
class GuardZonesTest {
    private static final Zone VAST = new Zone(Zone.Kind.VENDOR, "vastai");
    private static final Zone TEXAS = new Zone(Zone.Kind.REGION, "vastai/us-tx");
    private static final Zone LAMBDA = new Zone(Zone.Kind.VENDOR, "lambda");

    private static final Fleet FLEET = new Fleet(1_050, 30);

    @Autowired
    GuardZones zones;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    HeldClock clock;

    @LocalServerPort
    int port;

    private Instant now;

    @BeforeEach
    void nothingIsKnown() {
        jdbc.sql("DELETE FROM guard").update();
        jdbc.sql("DELETE FROM guard_pace").update();
        // The database keeps no nanoseconds.
        now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    private static Map<Zone, ZoneReading> readings(int suspectsInTexas) {
        return Map.of(
                VAST, new ZoneReading(1_000, suspectsInTexas),
                TEXAS, new ZoneReading(100, suspectsInTexas),
                LAMBDA, new ZoneReading(50, 0));
    }

    private Guard read(int suspectsInTexas, long after) {
        return zones.read(readings(suspectsInTexas), FLEET, now.plusSeconds(after));
    }

    private List<String> facts() {
        return jdbc.sql("SELECT payload -> 'data' ->> 'mode' FROM outbox WHERE key = :zone ORDER BY id")
                .param("zone", TEXAS.text())
                .query(String.class)
                .list();
    }

    @Test
    void onlyWhatChangedIsWritten() {
        int before = facts().size();
        assertThat(read(2, 0).zones())
                .hasSize(3)
                .allSatisfy((zone, guard) -> assertThat(guard.mode()).isEqualTo("normal"));
        assertThat(zones.all()).isEmpty();

        Guard doubted = read(30, 1);
        read(31, 2);

        assertThat(doubted.zones().get(TEXAS).mode()).isEqualTo("partial");
        assertThat(zones.all()).hasSize(1).first().satisfies(stored -> {
            assertThat(stored.zone()).isEqualTo(TEXAS);
            assertThat(stored.version()).isZero();
            assertThat(stored.reading().suspects()).isEqualTo(30);
        });
        read(1, 10);
        assertThat(read(1, 69).zones().get(TEXAS).mode()).isEqualTo("partial");
        assertThat(read(1, 70).zones().get(TEXAS).mode()).isEqualTo("normal");
        assertThat(facts().subList(before, facts().size())).containsExactly("partial", "normal");
    }

    @Test
    void aZoneThatIsSilentForOurFaultSaysSoInItsRow() {
        Zone version = new Zone(Zone.Kind.AGENT_VERSION, "2.0.0");
        zones.read(Map.of(VAST, new ZoneReading(1_000, 9), version, new ZoneReading(9, 9)), FLEET, now);

        assertThat(zones.all()).hasSize(1).first().satisfies(stored -> {
            assertThat(stored.zone()).isEqualTo(version);
            assertThat(stored.reason()).contains("9 of 9", "the fault is ours");
        });
    }

    private Permission decide(boolean confirmed, long after) {
        return zones.decide(
                new Guard.Candidate(List.of(VAST, TEXAS), confirmed, true, now),
                Set.of(VAST, TEXAS, LAMBDA),
                FLEET,
                now.plusSeconds(after));
    }

    @Test
    void inADoubtedZoneOneIsGivenUpEveryHundredSeconds() {
        read(30, 0);

        assertThat(decide(false, 1)).isInstanceOf(Permission.Held.class);
        assertThat(decide(true, 1)).isInstanceOf(Permission.Granted.class);
        assertThat(decide(true, 100)).isInstanceOf(Permission.Held.class);
        assertThat(decide(true, 101)).isInstanceOf(Permission.Granted.class);
    }

    @Test
    void thePaceIsOneForAllWhoDecideAtOnce() {
        read(0, 0);

        long granted = IntStream.range(0, 40)
                .parallel()
                .filter(i -> decide(true, 0) instanceof Permission.Granted)
                .count();

        // 6 and half a percent of 1,050 machines.
        assertThat(granted).isEqualTo(11);
        assertThat(decide(true, 1)).isInstanceOf(Permission.Held.class);
        assertThat(decide(true, 6)).isInstanceOf(Permission.Granted.class);
    }

    @Test
    void anOperatorFreezesAZoneAndThawsIt() throws Exception {
        Http http = new Http(port);
        read(30, 0);
        String path = "/internal/guard/region:vastai/us-tx";

        var frozen = http.putAsService(path, "{\"mode\":\"frozen\",\"operator\":\"ana\"}");

        assertThat(frozen.body().path("mode").asString()).isEqualTo("frozen");
        assertThat(decide(true, 1))
                .isInstanceOfSatisfying(
                        Permission.Held.class, held -> assertThat(held.why()).isEqualTo(Permission.Why.FROZEN));
        read(0, 200);
        assertThat(http.getAsService("/internal/guard")
                        .body()
                        .at("/zones/0/operator")
                        .asString())
                .isEqualTo("ana");
        assertThat(http.putAsService(path, "{\"mode\":\"normal\",\"operator\":\"ana\"}")
                        .body()
                        .path("mode")
                        .asString())
                .isEqualTo("normal");
        assertThat(zones.decide(
                        new Guard.Candidate(List.of(VAST, TEXAS), false, true, now),
                        Set.of(VAST, TEXAS),
                        FLEET,
                        now.plus(Duration.ofMinutes(5))))
                .isInstanceOf(Permission.Granted.class);
    }

    @Test
    void nobodyElseMayDoThat() throws Exception {
        Http http = new Http(port);
        assertThat(http.put("/internal/guard/vendor:vastai", "{\"mode\":\"frozen\",\"operator\":\"ana\"}", "")
                        .status())
                .isEqualTo(401);
        assertThat(http.putAsService("/internal/guard/nonsense", "{\"mode\":\"frozen\",\"operator\":\"ana\"}")
                        .status())
                .isEqualTo(404);
        assertThat(http.putAsService("/internal/guard/vendor:vastai", "{\"mode\":\"off\",\"operator\":\"ana\"}")
                        .status())
                .isEqualTo(400);
        assertThat(http.putAsService("/internal/guard/vendor:vastai", "{\"mode\":\"frozen\"}")
                        .status())
                .isEqualTo(400);
    }
}
