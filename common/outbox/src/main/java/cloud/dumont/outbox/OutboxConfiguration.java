package cloud.dumont.outbox;

import cloud.dumont.kernel.Ids;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Wires outbox, relay and consumers into a service that has a database and Redis. */
@AutoConfiguration
@EnableConfigurationProperties(OutboxConfig.class)
public class OutboxConfiguration {
    @Bean
    RelaySignal relaySignal() {
        return new RelaySignal();
    }

    @Bean
    Outbox outbox(JdbcClient jdbc, Ids ids, RelaySignal signal) {
        return new Outbox(jdbc, ids, signal);
    }

    @Bean
    OutboxRelay outboxRelay(
            JdbcClient jdbc,
            StringRedisTemplate redis,
            RelaySignal signal,
            OutboxConfig config,
            MeterRegistry meters,
            @Value("${spring.application.name}") String service) {
        Gauge.builder("dumont.outbox.oldest.unsent.seconds", () -> oldestUnsent(jdbc))
                .description("age of the oldest fact that has not reached its stream")
                .register(meters);
        return new OutboxRelay(jdbc, redis, signal, config, service);
    }

    private static double oldestUnsent(JdbcClient jdbc) {
        return jdbc.sql(
                        "SELECT COALESCE(EXTRACT(EPOCH FROM now() - min(created_at)), 0)::float8 FROM outbox WHERE sent_at IS NULL")
                .query(Double.class)
                .single();
    }

    @Bean
    FactConsumers factConsumers(
            JdbcClient jdbc,
            StringRedisTemplate redis,
            PlatformTransactionManager transactions,
            OutboxConfig config,
            MeterRegistry meters) {
        return new FactConsumers(jdbc, redis, new TransactionTemplate(transactions), config, meters);
    }
}
