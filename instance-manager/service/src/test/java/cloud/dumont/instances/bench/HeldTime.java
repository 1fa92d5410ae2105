package cloud.dumont.instances.bench;

import cloud.dumont.testkit.HeldClock;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;

/** A clock that only the test moves; it begins now, because tokens are checked against the real one. */
@TestConfiguration(proxyBeanMethods = false)
public class HeldTime {
    @Bean
    HeldClock heldClock() {
        return new HeldClock(Clock.systemUTC().instant().truncatedTo(ChronoUnit.MILLIS));
    }
}
