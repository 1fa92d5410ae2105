package cloud.dumont.agent.backup;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** In virtual time; the clock begins near its overflow, as it may. */
class CommitPaceTest {
    private static final Duration GAP = Duration.ofSeconds(10);
    private long now = Long.MAX_VALUE - Duration.ofSeconds(30).toNanos();
    private final CommitPace pace = new CommitPace(now);

    private void pass(Duration time) {
        now += time.toNanos();
    }

    /** How long a change that is there now waits for its commit. */
    private Duration commit() {
        Duration waited = Duration.ZERO;
        while (!pace.mayCommit(now, GAP)) {
            pass(Duration.ofMillis(100));
            waited = waited.plusMillis(100);
        }
        pace.committed(now);
        return waited;
    }

    @Test
    void aChangeAfterACalmTimeWaitsForNothing() {
        for (int edit = 0; edit < 100; edit++) {
            assertThat(commit()).isZero();
            pass(GAP);
        }
    }

    @Test
    void aFewEditsInARowWaitForAboutASecondEach() {
        assertThat(commit()).isZero();
        assertThat(commit()).isEqualTo(Duration.ofSeconds(1));
        assertThat(commit()).isEqualTo(Duration.ofSeconds(1));
        assertThat(commit()).isBetween(Duration.ofSeconds(7), GAP);
    }

    @Test
    void steadyWritingMakesOneCommitInEachGap() {
        int commits = 0;
        for (int tenths = 0; tenths < 36_000; tenths++) {
            if (pace.mayCommit(now, GAP)) {
                pace.committed(now);
                commits++;
            }
            pass(Duration.ofMillis(100));
        }
        assertThat(commits).isBetween(360, 363);
    }

    @Test
    void noChangeEverWaitsForLongerThanTheGap() {
        for (int edit = 0; edit < 1000; edit++) {
            assertThat(commit()).isLessThanOrEqualTo(GAP);
            pass(Duration.ofMillis(edit * 7L % 4000));
        }
    }
}
