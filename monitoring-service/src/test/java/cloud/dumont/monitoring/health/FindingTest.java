package cloud.dumont.monitoring.health;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.dumont.monitoring.health.Evidence.Probe;
import cloud.dumont.monitoring.health.Evidence.VendorWord;
import cloud.dumont.monitoring.health.Evidence.VendorWord.Status;
import cloud.dumont.monitoring.health.Evidence.Way;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FindingTest {
    private static final Instant BEAT = Instant.parse("2026-01-01T00:00:00Z");
    private static final LossConfig CONFIG = new LossConfig(
            Duration.ofSeconds(45), Duration.ofSeconds(90), Duration.ofSeconds(15), 3, Duration.ofSeconds(10), 2);

    private static Instant after(long seconds) {
        return BEAT.plusSeconds(seconds);
    }

    private static Evidence silent() {
        return new Evidence(BEAT, Optional.empty(), List.of());
    }

    private static Evidence said(Evidence evidence, Status status, long at) {
        return new Evidence(evidence.lastBeat(), Optional.of(new VendorWord(status, after(at))), evidence.probes());
    }

    /** Three failed tries from each place in the ten seconds before. */
    private static Evidence unreachable(Evidence evidence, long until, String... vantages) {
        Evidence all = evidence;
        for (String vantage : vantages) {
            for (int i = 0; i < 3; i++) {
                all = all.with(new Probe(vantage, Way.SSH, after(until - 3L * i), false));
            }
        }
        return all;
    }

    private static Finding find(Evidence evidence, long at) {
        return Finding.of(evidence, CONFIG, 1, after(at));
    }

    @Test
    void theVendorsFreshWordIsEnough() {
        assertThat(find(said(silent(), Status.OUTBID, 3), 5)).isEqualTo(new Finding.ConfirmedLost(Status.OUTBID));
        assertThat(find(said(silent(), Status.GONE, 3), 19)).as("too old").isInstanceOf(Finding.NotYet.class);
        assertThat(find(said(silent(), Status.STOPPED, -1), 5))
                .as("from before it beat")
                .isInstanceOf(Finding.NotYet.class);
        assertThat(find(said(silent(), Status.UNCLEAR, 3), 5)).isInstanceOf(Finding.NotYet.class);
    }

    @Test
    void silenceAloneIsNever() {
        assertThat(find(silent(), 3_600)).isInstanceOf(Finding.NotYet.class);
        assertThat(find(unreachable(silent(), 45, "a"), 45)).as("one place").isInstanceOf(Finding.NotYet.class);
    }

    @Test
    void silenceWithFailedProbesFromTwoPlacesIsAfterFortyFiveSeconds() {
        assertThat(find(unreachable(silent(), 44, "a", "b"), 44)).isEqualTo(new Finding.NotYet(after(45)));
        assertThat(find(unreachable(silent(), 45, "a", "b"), 45))
                .isEqualTo(new Finding.SilentlyLost(Duration.ofSeconds(45)));
        assertThat(find(unreachable(silent(), 45, "a", "b"), 56))
                .as("probes of long ago")
                .isInstanceOf(Finding.NotYet.class);
    }

    @Test
    void oneAnswerSinceTheLastBeatIsAgainstIt() {
        Evidence answered = silent().with(new Probe("c", Way.SSH, after(20), true));
        assertThat(find(unreachable(answered, 60, "a", "b"), 60)).isInstanceOf(Finding.NotYet.class);
    }

    @Test
    void whatRunsBehindABrokenPathGetsTwiceTheTime() {
        Evidence reached = said(silent().with(new Probe("a", Way.SECOND, after(30), true)), Status.RUNNING, 40);
        assertThat(find(unreachable(reached, 60, "a", "b"), 60)).isEqualTo(new Finding.NotYet(after(90)));
        assertThat(find(unreachable(reached, 90, "a", "b"), 90)).isInstanceOf(Finding.SilentlyLost.class);
        Evidence notReached = said(silent(), Status.RUNNING, 40);
        assertThat(find(unreachable(notReached, 45, "a", "b"), 45)).isInstanceOf(Finding.SilentlyLost.class);
    }

    @Test
    void whoDoubtsItselfWaitsLonger() {
        Evidence evidence = unreachable(silent(), 89, "a", "b");
        assertThat(Finding.of(evidence, CONFIG, 2, after(89))).isEqualTo(new Finding.NotYet(after(90)));
    }
}
