package cloud.dumont.monitoring.health;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.dumont.events.HealthEvent;
import cloud.dumont.kernel.Epoch;
import cloud.dumont.kernel.Ids;
import cloud.dumont.kernel.InstanceId;
import cloud.dumont.kernel.PlacementId;
import cloud.dumont.kernel.UserId;
import cloud.dumont.monitoring.agent.BeatConfig;
import cloud.dumont.monitoring.agent.Rhythm;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HealthTest {
    private static final Instant START = Instant.parse("2026-11-25T10:00:00Z");
    private static final Duration PATIENCE = Duration.ofSeconds(35);
    private final Ids ids = Ids.secure(InstantSource.system());
    private final Watch watch =
            new Watch(ids.next(PlacementId::new), ids.next(InstanceId::new), ids.next(UserId::new), new Epoch(2));

    private Health.Healthy healthy(Instant graceUntil) {
        return new Health.Healthy(watch, START, graceUntil, Flaps.NONE, 4);
    }

    private static Pulse pulse(Instant last) {
        return new Pulse(Optional.of(last), PATIENCE);
    }

    @Test
    void silenceWithinPatienceIsNoSuspicion() {
        assertThat(healthy(START).examine(pulse(START), START.plusMillis(34_999)))
                .isEmpty();
    }

    @Test
    void longerSilenceIs() {
        Instant now = START.plusSeconds(35);

        Health.Change change = healthy(START).examine(pulse(START), now).orElseThrow();

        assertThat(change.next()).isInstanceOf(Health.Suspect.class);
        assertThat(change.next().version()).isEqualTo(5);
        assertThat(change.fact().orElseThrow()).isInstanceOfSatisfying(HealthEvent.Suspected.class, fact -> {
            assertThat(fact.since()).isEqualTo(now);
            assertThat(fact.lastSeenAt()).isEqualTo(START);
            assertThat(fact.signals()).extracting(HealthEvent.Signal::kind).containsExactly("beat_missed");
        });
    }

    @Test
    void duringGraceSilenceProvesNothing() {
        assertThat(healthy(START.plusSeconds(90)).examine(pulse(START), START.plusSeconds(89)))
                .isEmpty();
        assertThat(healthy(START.plusSeconds(90)).examine(pulse(START), START.plusSeconds(90)))
                .isPresent();
    }

    @Test
    void whoWasNeverHeardIsCountedFromTheStart() {
        Pulse never = new Pulse(Optional.empty(), PATIENCE);

        assertThat(healthy(START).examine(never, START.plusSeconds(34))).isEmpty();
        assertThat(healthy(START).examine(never, START.plusSeconds(36))).isPresent();
    }

    @Test
    void aBeatEndsTheSuspicion() {
        Health.Healthy healthy = healthy(START);
        Health.Suspect suspect = (Health.Suspect) healthy.examine(pulse(START), START.plusSeconds(40))
                .orElseThrow()
                .next();

        Health.Change change = suspect.beatHeard(START.plusSeconds(50));

        assertThat(change.next()).isInstanceOf(Health.Healthy.class);
        assertThat(change.fact()).contains(new HealthEvent.Cleared(watch.instance(), START.plusSeconds(40)));
    }

    @Test
    void patienceGrowsWithTheAgentsOwnJitterUpToABound() {
        BeatConfig config = new BeatConfig(Duration.ofSeconds(30), Duration.ofSeconds(5));
        Rhythm calm = Rhythm.UNKNOWN;
        Rhythm wild = Rhythm.UNKNOWN;
        for (int i = 0; i < 100; i++) {
            calm = calm.after(Duration.ofSeconds(30));
            wild = wild.after(Duration.ofSeconds(i % 2 == 0 ? 1 : 100));
        }

        assertThat(config.patience(calm)).isEqualTo(Duration.ofSeconds(35));
        assertThat(config.patience(wild)).isEqualTo(Duration.ofSeconds(37));
        assertThat(wild.after(Duration.ofHours(1))).isEqualTo(wild);
    }
}
