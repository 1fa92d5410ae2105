package cloud.dumont.outbox;

import cloud.dumont.events.EventFamily;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Set;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** Makes consumers; declare each as a bean and it runs with the application. */
public final class FactConsumers {
    private final JdbcClient jdbc;
    private final StringRedisTemplate redis;
    private final TransactionTemplate transactions;
    private final OutboxConfig config;
    private final MeterRegistry meters;

    FactConsumers(
            JdbcClient jdbc,
            StringRedisTemplate redis,
            TransactionTemplate transactions,
            OutboxConfig config,
            MeterRegistry meters) {
        this.jdbc = jdbc;
        this.redis = redis;
        this.transactions = transactions;
        this.config = config;
        this.meters = meters;
    }

    /** @param group the consumer group: every group sees every fact, the replicas of one group share them */
    public FactConsumer consumer(String group, Set<EventFamily> families, FactHandler handler) {
        return new FactConsumer(
                group, families, handler, new Deliveries(group, jdbc, redis, transactions, config, meters));
    }
}
