package cloud.dumont.agent.life;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BackoffTest {
    @Test
    void pausesStayWithinADoublingBound() {
        Backoff backoff = new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(30), new Random(7));
        Duration longest = Duration.ZERO;
        for (int i = 0; i < 200; i++) {
            Duration pause = backoff.next();
            assertThat(pause).isBetween(Duration.ZERO, Duration.ofSeconds(Math.min(30, 1L << Math.min(i, 20))));
            longest = pause.compareTo(longest) > 0 ? pause : longest;
        }
        assertThat(longest).isGreaterThan(Duration.ofSeconds(20));
        backoff.reset();
        assertThat(backoff.next()).isLessThanOrEqualTo(Duration.ofSeconds(1));
    }
}
