package cloud.dumont.instances.instance;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.dumont.kernel.Epoch;
import cloud.dumont.kernel.PlacementId;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ReturnJourneyTest {
    private static final Instant NOW = Instant.parse("2026-11-23T16:00:00Z");
    private static final ReturnConfig CONFIG = new ReturnConfig(
            Duration.ofSeconds(15),
            Duration.ofMinutes(10),
            Duration.ofMinutes(30),
            Duration.ofHours(1),
            Duration.ofSeconds(60));
    private static final PlacementId GPU = new PlacementId(new UUID(3, 4));

    @Test
    void itLooksEverMoreRarelyButNeverStops() {
        ReturnJourney.Searching searching = ReturnJourney.begin(NOW);
        long[] pauses = {15, 30, 60, 120, 240, 480, 600, 600};
        Instant now = NOW;
        for (long pause : pauses) {
            assertThat(Duration.between(now, searching.due(CONFIG))).isEqualTo(Duration.ofSeconds(pause));
            now = searching.due(CONFIG);
            searching = searching.inVain(now);
        }
        for (int i = 0; i < 100; i++) {
            searching = searching.inVain(now);
        }
        assertThat(searching.due(CONFIG)).isEqualTo(now.plusSeconds(600));
        assertThat(searching.hurried().due(CONFIG)).isBefore(NOW);
    }

    @Test
    void whatFailsLeadsBackToTheSearchAndCountsAsALook() {
        ReturnJourney.Ready ready =
                new ReturnJourney.Starting(3, LaunchCycle.start(NOW), GPU).passed(new Epoch(7), NOW);
        assertThat(ready.candidate()).isEqualTo(new ReturnJourney.Candidate(GPU, new Epoch(7)));
        assertThat(ready.freeze("bor_x", NOW).back(NOW)).isEqualTo(new ReturnJourney.Searching(4, NOW));
    }
}
