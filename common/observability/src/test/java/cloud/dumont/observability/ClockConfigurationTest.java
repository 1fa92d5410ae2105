package cloud.dumont.observability;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class ClockConfigurationTest {
    private final ApplicationContextRunner runner =
            new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(ClockConfiguration.class));

    @Test
    void aServiceHasTheSystemsClock() {
        runner.run(context -> assertThat(context).hasSingleBean(InstantSource.class));
    }

    @Test
    void aTestMayHoldTheClock() {
        InstantSource held = InstantSource.fixed(Instant.EPOCH);
        runner.withBean(InstantSource.class, () -> held)
                .run(context -> assertThat(context.getBean(InstantSource.class)).isSameAs(held));
    }
}
