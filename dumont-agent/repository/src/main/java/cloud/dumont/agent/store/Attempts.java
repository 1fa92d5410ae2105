package cloud.dumont.agent.store;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/** The tries of one request, with pauses of random length between them. */
final class Attempts {
    private final StoreLimits limits;
    private final String what;
    private int made;

    Attempts(StoreLimits limits, String what) {
        this.limits = limits;
        this.what = what;
    }

    /** @throws StoreException.Unavailable when there were enough */
    void failed(String why) throws StoreException, InterruptedException {
        made++;
        if (made >= limits.tries()) {
            throw new StoreException.Unavailable(what + " failed " + made + " times: " + why);
        }
        Duration most = limits.firstPause().multipliedBy(1L << Math.min(made - 1, 16));
        long bound = Math.min(most.toMillis(), limits.longestPause().toMillis());
        Thread.sleep(ThreadLocalRandom.current().nextLong(bound + 1));
    }
}
