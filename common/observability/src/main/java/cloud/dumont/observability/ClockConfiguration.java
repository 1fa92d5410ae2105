package cloud.dumont.observability;

import java.time.Clock;
import java.time.InstantSource;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/** The one place where the system's clock enters a service. */
@AutoConfiguration
public class ClockConfiguration {
    @Bean
    @ConditionalOnMissingBean(InstantSource.class)
    InstantSource clock() {
        return Clock.systemUTC();
    }
}
