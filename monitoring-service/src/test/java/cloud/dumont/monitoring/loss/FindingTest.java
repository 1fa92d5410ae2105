package cloud.dumont.monitoring.loss;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.dumont.monitoring.loss.Evidence.Probe;
import cloud.dumont.monitoring.loss.Evidence.VendorWord;
import cloud.dumont.monitoring.loss.Evidence.VendorWord.Status;
import cloud.dumont.monitoring.loss.Evidence.Way;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FindingTest {
    private static final Instant BEAT = Instant.parse("2026-01-01T00:00:00Z");
    private static final LossConfig CONFIG = new LossConfig(
            Duration.ofSeconds(45),
            Duration.ofSeconds(90),
            Duration.ofSeconds(10),
            Duration.ofSeconds(15),
            3,
            Duration.ofSeconds(10),
            2);

    private static Instant after(long seconds) {
        return BEAT.plusSeconds(seconds);
    }

    private static Evidence silent() {
        return new Evidence(BEAT, Optional.empty(), Optional.empty(), Optional.empty(), List.of());
    }

    private static Evidence said(Evidence evidence, Status status, long at) {
        return evidence.with(new VendorWord(status, after(at)));
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

    private static Evidence listed(Evidence evidence, Status status, long at) {
        return evidence.listed(new VendorWord(status, after(at)));
    }

    private static Evidence tried(Evidence evidence, String vantage, long at, boolean answered) {
        return evidence.with(new Probe(vantage, Way.SSH, after(at), answered));
    }

    @Test
    void whatAnswersIsNotOverByOneWordOfItsVendor() {
        Evidence answers = tried(said(silent(), Status.GONE, 50), "a", 51, true);
        assertThat(find(answers, 52)).as("one read").isInstanceOf(Finding.NotYet.class);
        assertThat(find(listed(answers, Status.GONE, 49), 52))
                .as("the list, then a read, and silence")
                .isInstanceOf(Finding.ConfirmedLost.class);
        assertThat(find(listed(answers, Status.GONE, 50), 52))
                .as("the same word twice")
                .isInstanceOf(Finding.NotYet.class);
    }

    @Test
    void whatAnswersIsNotOverBeforeItsNextBeatIsLate() {
        Evidence answers = tried(said(listed(silent(), Status.STOPPED, 3), Status.STOPPED, 8), "a", 9, true);
        assertThat(find(answers, 10)).isEqualTo(new Finding.NotYet(after(45)));
        Evidence later = said(answers, Status.STOPPED, 44);
        assertThat(find(later, 45)).isInstanceOf(Finding.ConfirmedLost.class);
    }

    @Test
    void whatAnsweredAndAnswersNoMoreIsOverAtOnce() {
        Evidence answered = tried(tried(said(silent(), Status.GONE, 8), "a", 7, true), "b", 7, true);
        assertThat(find(tried(answered, "a", 9, false), 10))
                .as("from b it does")
                .isInstanceOf(Finding.NotYet.class);
        assertThat(find(tried(tried(answered, "a", 9, false), "b", 9, false), 10))
                .isInstanceOf(Finding.ConfirmedLost.class);
        assertThat(find(tried(said(silent(), Status.GONE, 8), "a", -2, true), 10))
                .as("an answer from before the last beat says nothing of now")
                .isInstanceOf(Finding.ConfirmedLost.class);
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

    private static Evidence closed(long at) {
        return new Evidence(BEAT, Optional.of(after(at)), Optional.empty(), Optional.empty(), List.of());
    }

    @Test
    void aLineThatBrokeOffMakesSilenceShort() {
        assertThat(find(unreachable(closed(4), 13, "a", "b"), 13)).isEqualTo(new Finding.NotYet(after(14)));
        assertThat(find(unreachable(closed(4), 14, "a", "b"), 14))
                .isEqualTo(new Finding.SilentlyLost(Duration.ofSeconds(14)));
        assertThat(find(unreachable(closed(4), 14, "a"), 14)).as("one place").isInstanceOf(Finding.NotYet.class);
        assertThat(Finding.of(unreachable(closed(4), 23, "a", "b"), CONFIG, 2, after(23)))
                .as("doubted")
                .isEqualTo(new Finding.NotYet(after(24)));
    }

    @Test
    void aLineThatBrokeOffBeforeTheLastBeatOrLateChangesNothing() {
        assertThat(find(unreachable(closed(-1), 14, "a", "b"), 14)).isEqualTo(new Finding.NotYet(after(45)));
        assertThat(find(unreachable(closed(40), 45, "a", "b"), 45)).isInstanceOf(Finding.SilentlyLost.class);
    }

    @Test
    void aLineThatBrokeOffIsNotEnoughWhenTheBoxAnswersAnotherWay() {
        Evidence reached = said(closed(4).with(new Probe("a", Way.SECOND, after(8), true)), Status.RUNNING, 5);
        assertThat(find(unreachable(reached, 20, "a", "b"), 20)).isEqualTo(new Finding.NotYet(after(90)));
        Evidence unclear = said(closed(4).with(new Probe("a", Way.SECOND, after(8), true)), Status.UNCLEAR, 5);
        assertThat(find(unreachable(unclear, 20, "a", "b"), 20)).isInstanceOf(Finding.SilentlyLost.class);
    }

    @Test
    void theNewestWordCountsAndOldTriesAreForgotten() {
        Evidence evidence = said(said(silent(), Status.RUNNING, 9), Status.GONE, 3);
        assertThat(find(evidence, 10)).isInstanceOf(Finding.NotYet.class);
        Evidence answered = unreachable(silent().with(new Probe("a", Way.SSH, after(20), true)), 200, "a", "b");
        assertThat(find(answered, 200)).isInstanceOf(Finding.NotYet.class);
        assertThat(find(answered.since(after(80)), 200)).isInstanceOf(Finding.SilentlyLost.class);
    }
}
