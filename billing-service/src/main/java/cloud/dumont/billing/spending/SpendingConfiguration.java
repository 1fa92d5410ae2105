package cloud.dumont.billing.spending;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(SpendingConfig.class)
class SpendingConfiguration {}
