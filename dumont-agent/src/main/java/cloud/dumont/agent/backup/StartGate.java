package cloud.dumont.agent.backup;

import cloud.dumont.agent.life.Life;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Says that the box was accepted, and holds the start command until the machine's files are there. */
public final class StartGate {
    private final CountDownLatch open = new CountDownLatch(1);

    private volatile Runnable told = () -> {};

    /** Who is told, on whatever thread, that the box may be its machine now. */
    void whenAccepted(Runnable tell) {
        told = tell;
    }

    public void accepted() {
        told.run();
    }

    public void open() {
        open.countDown();
    }

    /** @return false when life ended first */
    public boolean await(Life life) {
        try {
            while (life.goesOn()) {
                if (open.await(Duration.ofSeconds(1).toMillis(), TimeUnit.MILLISECONDS)) {
                    return true;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return false;
    }
}
