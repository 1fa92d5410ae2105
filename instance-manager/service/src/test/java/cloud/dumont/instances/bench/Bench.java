package cloud.dumont.instances.bench;

import cloud.dumont.provider.testkit.FakeGpuProvider;
import java.time.InstantSource;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

/** The surroundings, and a vendor in memory. */
@TestConfiguration(proxyBeanMethods = false)
@Import(Surroundings.class)
public class Bench {
    public static final String VENDOR = "fakecloud";

    @Bean
    FakeGpuProvider vendor(InstantSource clock) {
        return new FakeGpuProvider(VENDOR, clock);
    }
}
