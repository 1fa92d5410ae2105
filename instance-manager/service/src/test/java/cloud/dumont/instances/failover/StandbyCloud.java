package cloud.dumont.instances.failover;

import cloud.dumont.provider.testkit.FakeStandbyProvider;
import java.time.InstantSource;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;

/** A cloud of standbys in memory. */
@TestConfiguration(proxyBeanMethods = false)
public class StandbyCloud {
    @Bean
    FakeStandbyProvider standbyCloud(InstantSource clock) {
        return new FakeStandbyProvider(clock);
    }
}
