package cloud.dumont.gateway.dashboard;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class DashboardConfiguration {
    @Bean
    Dashboard dashboard(DashboardConfig config) {
        return new Dashboard(config);
    }
}
