package cloud.dumont.agent.life;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Whether the agent goes on. Loops sleep here, so that an end wakes them all. */
public final class Life {
    private final CountDownLatch end = new CountDownLatch(1);
    private final List<Runnable> told = new CopyOnWriteArrayList<>();

    public boolean goesOn() {
        return end.getCount() > 0;
    }

    public void end() {
        end.countDown();
        told.forEach(Runnable::run);
    }

    /** For loops that wait for something else than this: what wakes them when life ends, also if it has ended. */
    public void whenEnded(Runnable wake) {
        told.add(wake);
        if (!goesOn()) {
            wake.run();
        }
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
