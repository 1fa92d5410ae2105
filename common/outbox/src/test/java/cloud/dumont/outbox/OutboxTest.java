package cloud.dumont.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import cloud.dumont.events.Actor;
import cloud.dumont.events.Envelope;
import cloud.dumont.events.EventFamily;
import cloud.dumont.events.InstanceEvent;
import cloud.dumont.kernel.Ids;
import cloud.dumont.testkit.BackingServices;
import cloud.dumont.testkit.HouseRules;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

@SpringBootTest(
        properties = {
            "spring.application.name=outbox-test",
            "spring.flyway.locations=classpath:db/outbox",
            "dumont.outbox.poll=50ms",
            "dumont.outbox.reclaim-after=300ms",
            "dumont.outbox.max-deliveries=3"
        })
@Import(BackingServices.class)
class OutboxTest {
    private static final Instant NOW = Instant.parse("2026-11-23T16:00:00Z");

    /** Remembers what it was given; told to, it fails. */
    static class Reader implements FactHandler {
        final List<Envelope> applied = new CopyOnWriteArrayList<>();
        final Map<String, Integer> failuresLeft = new ConcurrentHashMap<>();

        @Override
        public void apply(Envelope fact) {
            if (failuresLeft.merge(fact.key(), -1, Integer::sum) >= 0) {
                throw new IllegalStateException("told to fail");
            }
            applied.add(fact);
        }

        List<Long> versionsOf(String key) {
            return applied.stream()
                    .filter(fact -> fact.key().equals(key))
                    .map(Envelope::keyVersion)
                    .toList();
        }
    }

    @SpringBootApplication
    static class App {
        @Bean
        Ids ids() {
            return Ids.secure(Clock.systemUTC());
        }

        @Bean
        MeterRegistry meters() {
            return new SimpleMeterRegistry();
        }

        @Bean
        Reader reader() {
            return new Reader();
        }

        @Bean
        FactConsumer consumer(FactConsumers consumers, Reader reader) {
            return consumers.consumer("reader", Set.of(EventFamily.INSTANCE), reader);
        }
    }

    @Autowired
    private Outbox outbox;

    @Autowired
    private Reader reader;

    @Autowired
    private TransactionTemplate transactions;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private StringRedisTemplate redis;

    private String key = "";

    @BeforeEach
    void newKey() {
        key = "ins_" + System.nanoTime();
    }

    private Fact fact(long version) {
        return new Fact(key, key, version, null, null, Actor.system("test"), null, new InstanceEvent.Destroyed("m"));
    }

    @Test
    void whatIsCommittedArrivesOnceAndInOrder() {
        List<Long> versions =
                IntStream.rangeClosed(1, 300).mapToObj(Long::valueOf).toList();
        for (long version : versions) {
            transactions.executeWithoutResult(status -> outbox.append(NOW, fact(version)));
        }
        await().untilAsserted(() -> assertThat(reader.versionsOf(key)).isEqualTo(versions));
    }

    @Test
    void whatIsRolledBackNeverHappened() {
        transactions.executeWithoutResult(status -> {
            outbox.append(NOW, fact(1));
            status.setRollbackOnly();
        });
        transactions.executeWithoutResult(status -> outbox.append(NOW, fact(2)));
        await().untilAsserted(() -> assertThat(reader.versionsOf(key)).containsExactly(2L));
    }

    @Test
    void factsOutsideOfATransactionAreRefused() {
        assertThatThrownBy(() -> outbox.append(NOW, fact(1))).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aFailureIsTriedAgainAndAPoisonedFactIsPutAside() {
        reader.failuresLeft.put(key, 2);
        transactions.executeWithoutResult(status -> outbox.append(NOW, fact(1)));
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(reader.versionsOf(key)).containsExactly(1L));

        reader.failuresLeft.put(key, 1000);
        transactions.executeWithoutResult(status -> outbox.append(NOW, fact(2)));
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(jdbc.sql("SELECT count(*) FROM dead_letters WHERE payload LIKE :key")
                                .param("key", "%" + key + "%")
                                .query(Integer.class)
                                .single())
                        .isEqualTo(1));
        assertThat(redis.opsForStream().size(EventFamily.INSTANCE.deadLetterStream()))
                .isPositive();
    }

    @Test
    void aWipedRedisLosesNothingAndDoublesNothing() {
        transactions.executeWithoutResult(status -> outbox.append(NOW, fact(1)));
        await().untilAsserted(() -> assertThat(reader.versionsOf(key)).containsExactly(1L));
        redis.execute((org.springframework.data.redis.core.RedisCallback<Object>) connection -> {
            connection.serverCommands().flushAll();
            return null;
        });
        transactions.executeWithoutResult(status -> outbox.append(NOW, fact(2)));
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(reader.versionsOf(key)).containsExactly(1L, 2L));
    }

    @Test
    void theHouseRulesHold() {
        HouseRules.check("cloud.dumont.outbox");
    }
}
