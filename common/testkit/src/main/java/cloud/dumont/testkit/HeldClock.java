package cloud.dumont.testkit;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A clock that stands still until the test moves it. */
public final class HeldClock implements InstantSource {
    private volatile Instant now;

    public HeldClock(Instant now) {
        this.now = now;
    }

    public static HeldClock at(String instant) {
        return new HeldClock(Instant.parse(instant));
    }

    public void advance(Duration by) {
        now = now.plus(by);
    }

    public void set(Instant instant) {
        now = instant;
    }

    @Override
    public Instant instant() {
        return now;
    }
}
