package cloud.dumont.instances.instance;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.dumont.kernel.Epoch;
import cloud.dumont.kernel.PlacementId;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ReturnJourneyTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final ReturnConfig CONFIG = new ReturnConfig(
            Duration.ofSeconds(15),
            Duration.ofMinutes(10),
            5,
            64_000_000,
            Duration.ofSeconds(10),
            Duration.ofMinutes(30),
            Duration.ofSeconds(60),
            Duration.ofSeconds(120));
    private static final ReturnJourney.Candidate GPU =
            new ReturnJourney.Candidate(new PlacementId(UUID.randomUUID()), new Epoch(9));

    private static Instant after(long seconds) {
        return NOW.plusSeconds(seconds);
    }

    @Test
    void isSearchedLessAndLessOften() {
        ReturnJourney.Searching searching = ReturnJourney.begin(NOW);
        assertThat(searching.deadline(CONFIG)).isEqualTo(after(15));
        searching = searching.late(after(15));
        assertThat(searching.deadline(CONFIG)).isEqualTo(after(45));
        for (int i = 0; i < 100; i++) {
            searching = searching.late(NOW);
        }
        assertThat(searching.deadline(CONFIG)).isEqualTo(after(600));
    }

    @Test
    void copiesUntilLittleIsLeft() {
        ReturnJourney.Copying copying = ReturnJourney.begin(NOW).found(GPU, NOW);
        ReturnJourney next = copying.copied(5_000_000_000L, 100_000_000, CONFIG, after(60));
        assertThat(next).isEqualTo(new ReturnJourney.Copying(GPU, 1, NOW));
        assertThat(copying.copied(63_999_999, 1, CONFIG, after(60)))
                .as("few bytes")
                .isInstanceOf(ReturnJourney.Freezing.class);
        assertThat(copying.copied(900_000_000, 100_000_000, CONFIG, after(60)))
                .as("nine seconds of copying")
                .isInstanceOf(ReturnJourney.Freezing.class);
    }

    @Test
    void aMachineThatWritesAllTheTimeIsFrozenAfterFiveRounds() {
        ReturnJourney next = ReturnJourney.begin(NOW).found(GPU, NOW);
        for (int round = 1; round < 5; round++) {
            next = ((ReturnJourney.Copying) next).copied(5_000_000_000L, 100_000_000, CONFIG, after(60));
            assertThat(next).isEqualTo(new ReturnJourney.Copying(GPU, round, NOW));
        }
        next = ((ReturnJourney.Copying) next).copied(5_000_000_000L, 100_000_000, CONFIG, after(300));
        assertThat(next).isEqualTo(new ReturnJourney.Freezing(GPU, after(300)));
    }

    @Test
    void untilTheFenceWhateverLastsTooLongLeadsBackToTheSearch() {
        ReturnJourney.Copying copying = ReturnJourney.begin(NOW).found(GPU, NOW);
        assertThat(copying.deadline(CONFIG)).isEqualTo(after(1_800));
        assertThat(copying.late(after(1_800))).isEqualTo(ReturnJourney.begin(after(1_800)));
        ReturnJourney.Freezing freezing = new ReturnJourney.Freezing(GPU, NOW);
        assertThat(freezing.deadline(CONFIG)).isEqualTo(after(60));
        assertThat(freezing.late(after(60))).isEqualTo(ReturnJourney.begin(after(60)));
    }

    @Test
    void afterTheFenceThereIsNoWayBackButAFailover() {
        ReturnJourney.Moving moving = new ReturnJourney.Freezing(GPU, NOW).fenced(after(20));
        assertThat(moving.arrived(after(30))).isEqualTo(new ReturnJourney.Returned(GPU, Duration.ofSeconds(10)));
        ReturnJourney.FailsOver over = moving.late(after(140));
        assertThat(over).isEqualTo(new ReturnJourney.FailsOver(GPU, after(140)));
        assertThat(over.late(after(999))).isEqualTo(over);
    }
}
