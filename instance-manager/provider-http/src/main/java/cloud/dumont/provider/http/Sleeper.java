package cloud.dumont.provider.http;

import java.time.Duration;

/** Waits. Tests give one that moves a clock instead, so that no test needs wall time. */
@FunctionalInterface
public interface Sleeper {
    void sleep(Duration time) throws InterruptedException;

    static Sleeper real() {
        return Thread::sleep;
    }
}
