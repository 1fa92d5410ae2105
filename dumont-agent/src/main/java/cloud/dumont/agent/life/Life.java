package cloud.dumont.agent.life;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Whether the agent goes on. Loops sleep here, so that an end wakes them all. */
public final class Life {
    private final CountDownLatch end = new CountDownLatch(1);

    public boolean goesOn() {
        return end.getCount() > 0;
    }

    public void end() {
        end.countDown();
    }

    /** @return false when life ended meanwhile */
    public boolean sleep(Duration duration) {
        try {
            return !end.await(Math.max(0, duration.toMillis()), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            end();
            return false;
        }
    }
}
