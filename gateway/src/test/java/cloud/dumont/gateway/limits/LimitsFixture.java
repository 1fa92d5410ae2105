package cloud.dumont.gateway.limits;

import cloud.dumont.gateway.testing.DeadRedis;
import java.time.Clock;
import java.time.Duration;

public final class LimitsFixture {
    private LimitsFixture() {}

    /** Counts locally; each class allows two a day. */
    public static Limits twoOfEach() {
        Rate two = Rate.of(2, Duration.ofDays(1));
        return new Limits(
                DeadRedis.template(), new LimitsConfig(1, two, two, two, two, two, two, two, two), Clock.systemUTC());
    }
}
