package cloud.dumont.instances.instance;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.dumont.kernel.Epoch;
import cloud.dumont.kernel.PlacementId;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class JourneyTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final FailoverConfig CONFIG = new FailoverConfig(
            Duration.ofSeconds(120),
            Duration.ofSeconds(30),
            Duration.ofSeconds(15),
            Duration.ofSeconds(1),
            5,
            Duration.ofSeconds(10));

    private static Instant after(long seconds) {
        return NOW.plusSeconds(seconds);
    }

    private static Target zone(String zone) {
        return new Target(Target.Kind.STANDBY, new PlacementId(UUID.randomUUID()), new Epoch(8), zone);
    }

    @Test
    void fromTheFenceToTheFiles() {
        Target target = zone("a");
        Journey.Restoring restoring =
                Journey.begin(NOW).choose(target, after(1)).enrolled(after(40)).brought(1_000, after(42));
        assertThat(restoring.chosen()).contains(target);
        assertThat(restoring.began()).isEqualTo(NOW);
        assertThat(restoring.bytes()).isEqualTo(1_000);
        assertThat(Journey.begin(NOW).chosen()).isEmpty();
    }

    @Test
    void aPlaceThatDoesNotComeInTimeIsNotChosenAgain() {
        Journey.Activating first = Journey.begin(NOW).choose(zone("a"), NOW);
        assertThat(first.deadline(CONFIG)).isEqualTo(after(120));
        Journey.Choosing next = first.late(after(120));
        assertThat(next.failed()).containsExactly("a");
        Journey.Choosing third = next.choose(zone("b"), after(121)).late(after(241));
        assertThat(third.failed()).containsExactlyInAnyOrder("a", "b");
        assertThat(third.began()).isEqualTo(NOW);
    }

    @Test
    void whenAllFailedAllMayBeTriedAgain() {
        Journey.Choosing none = Journey.begin(NOW).choose(zone("a"), NOW).late(after(120));
        assertThat(none.deadline(CONFIG)).isEqualTo(after(135));
        assertThat(none.late(after(135)).failed()).isEmpty();
    }

    @Test
    void aRestoreMayLastForAsLongAsItMoves() {
        Journey.Restoring restoring = Journey.begin(NOW).choose(zone("a"), NOW).enrolled(NOW);
        for (int i = 1; i <= 100; i++) {
            restoring = restoring.brought(i, after(29L * i));
            assertThat(restoring.deadline(CONFIG)).isEqualTo(after(29L * i + 30));
        }
        Journey.Restoring still = restoring.brought(100, after(3_000)).brought(7, after(3_000));
        assertThat(still).as("nothing new came").isEqualTo(restoring);
        assertThat(still.late(after(3_000)).failed()).containsExactly("a");
    }
}
