package cloud.dumont.testkit;

import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.test.context.DynamicPropertyRegistrar;

/**
 * {@code @Import} it into a Spring test: a new, empty database on a real PostgreSQL and a real Redis. The Redis is shared
 * by all contexts of the test JVM.
 */
@TestConfiguration(proxyBeanMethods = false)
public class BackingServices {
    @Bean
    DynamicPropertyRegistrar backingServices() {
        TestPostgres.Database database = TestPostgres.newDatabase();
        int redis = TestRedis.port();
        return registry -> {
            registry.add("spring.datasource.url", database::url);
            registry.add("spring.datasource.username", database::user);
            registry.add("spring.datasource.password", database::password);
            registry.add("spring.data.redis.host", () -> "127.0.0.1");
            registry.add("spring.data.redis.port", () -> redis);
        };
    }
}
