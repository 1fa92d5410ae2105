package cloud.dumont.agent.beat;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** How far the box's clock is ahead of the platform's, by the last beat. */
public final class ClockOffset {
    private final CountDownLatch known = new CountDownLatch(1);
    private volatile long millis;

    /** The platform's time lies between the two of the box; the middle is off by at most half the way. */
    void measured(Instant sent, Instant received, Instant platform) {
        Instant middle = sent.plus(Duration.between(sent, received).dividedBy(2));
        millis = Duration.between(platform, middle).toMillis();
        known.countDown();
    }

    /** @return 0 when no beat got through in time */
    public long millis(Duration patience) {
        try {
            return known.await(patience.toMillis(), TimeUnit.MILLISECONDS) ? millis : 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 0;
        }
    }
}
