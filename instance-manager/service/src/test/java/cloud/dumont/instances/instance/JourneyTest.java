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
            Duration.ofMinutes(5),
            Duration.ofMinutes(4),
            Duration.ofSeconds(90),
            5,
            Duration.ofSeconds(30),
            Duration.ofSeconds(15),
            Duration.ofSeconds(1),
            5,
            Duration.ofMinutes(5),
            Duration.ofHours(24),
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
        Journey.Restoring restoring = Journey.begin(NOW)
                .choose(target, after(1))
                .enrolled(after(40))
                .looked(news(1, 1_000), after(42), CONFIG);
        assertThat(restoring.chosen()).contains(target);
        assertThat(restoring.began()).isEqualTo(NOW);
        assertThat(restoring.news().bytes()).isEqualTo(1_000);
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
            restoring = restoring.looked(news(0, i), after(29L * i), CONFIG);
            assertThat(restoring.deadline(CONFIG)).isEqualTo(after(29L * i + 30));
        }
        Journey.Restoring still = restoring.looked(news(0, 100), after(2_905), CONFIG);
        assertThat(still)
                .as("nothing new came, and a look a moment later is not kept")
                .isEqualTo(restoring);
        for (int i = 1; i <= 10; i++) {
            still = still.looked(news(0, 100), after(2_900 + 3L * i), CONFIG);
        }
        assertThat(still.deadline(CONFIG)).isEqualTo(after(2_930));
        assertThat(still.late(after(2_930)).failed()).containsExactly("a");
    }

    @Test
    void everyNewsCountsAlsoFilesThatAreEmpty() {
        Journey.Restoring restoring = Journey.begin(NOW).choose(zone("a"), NOW).enrolled(NOW);
        restoring = restoring.looked(new Journey.News("planning", 0, 0), after(20), CONFIG);
        assertThat(restoring.deadline(CONFIG)).isEqualTo(after(50));
        restoring = restoring.looked(new Journey.News("hot", 0, 0), after(45), CONFIG);
        restoring = restoring.looked(new Journey.News("hot", 7, 0), after(70), CONFIG);
        assertThat(restoring.deadline(CONFIG)).isEqualTo(after(100));
    }

    @Test
    void whatStoodStillWhileNobodyLookedIsNotHeldAgainstIt() {
        Journey.Restoring restoring =
                Journey.begin(NOW).choose(zone("a"), NOW).enrolled(NOW).looked(news(1, 10), after(5), CONFIG);
        Journey.Restoring afterAnHour = restoring.looked(news(1, 10), after(3_600), CONFIG);
        assertThat(afterAnHour.deadline(CONFIG))
                .as("the first look gives grace")
                .isEqualTo(after(3_630));
        Journey.Restoring stuck = afterAnHour;
        for (int i = 1; i <= 4; i++) {
            stuck = stuck.looked(news(1, 10), after(3_600 + 10L * i), CONFIG);
        }
        assertThat(stuck.deadline(CONFIG)).as("the next ones judge").isEqualTo(after(3_630));
    }

    private static Journey.News news(long files, long bytes) {
        return new Journey.News("hot", files, bytes);
    }
}
