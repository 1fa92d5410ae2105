package cloud.dumont.billing.spending;

import static cloud.dumont.billing.Customers.ended;
import static cloud.dumont.billing.Customers.started;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cloud.dumont.billing.BillingApplication;
import cloud.dumont.billing.BillingTest;
import cloud.dumont.billing.Customers;
import cloud.dumont.billing.metering.Metering;
import cloud.dumont.billing.wallet.ExhaustionTimer;
import cloud.dumont.billing.wallet.Wallets;
import cloud.dumont.kernel.InstanceId;
import cloud.dumont.kernel.Money;
import cloud.dumont.kernel.PlacementId;
import cloud.dumont.kernel.UserId;
import cloud.dumont.testkit.BackingServices;
import cloud.dumont.web.caller.ServiceIdentity;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.annotation.DirtiesContext;

/** The real scheduler on the real clock: money for a few seconds, then the wallet is exhausted. */
@SpringBootTest(
        classes = BillingApplication.class,
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {
            "spring.test.metrics.export=true",
            "management.prometheus.metrics.export.enabled=true",
            "spring.data.redis.database=1",
            "dumont.peers.instance-manager=http://127.0.0.1:1",
            "dumont.billing.spending.landing=2s",
            "dumont.billing.spending.runway=1s",
            "dumont.billing.spending.look-again=1s",
            "management.server.port=0"
        })
@Import({BackingServices.class, ExhaustionTimerTest.Wiring.class})
@DirtiesContext
class ExhaustionTimerTest {
    @TestConfiguration(proxyBeanMethods = false)
    static class Wiring {
        @Bean
        ServiceIdentity serviceIdentity() {
            return BillingTest.SELF;
        }

        @Bean
        Customers customers(ApplicationContext context) {
            return Customers.of(context);
        }
    }

    @Autowired
    private Metering metering;

    @Autowired
    private Wallets wallets;

    @Autowired
    private Customers customers;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private InstantSource clock;

    @Value("${local.management.port}")
    private int managementPort;

    private final InstanceId machine = Customers.instance();
    private final PlacementId box = Customers.placement();

    private List<String> exhausted(UserId user) {
        return jdbc.sql(
                        "SELECT payload -> 'data' ->> 'stop' FROM outbox WHERE key = :key AND payload ->> 'type' = 'wallet.exhausted'")
                .param("key", user.text())
                .query(String.class)
                .list();
    }

    private int timers(UserId user) {
        return jdbc.sql("SELECT count(*) FROM scheduled_tasks WHERE task_name = :name AND task_instance = :user")
                .param("name", ExhaustionTimer.TASK.getTaskName())
                .param("user", user.text())
                .query(Integer.class)
                .single();
    }

    @Test
    void aWalletRunsOutOnTimeAndItsTimerEndsWithItsMachines() {
        Instant start = clock.instant();
        // 3.60 USD/h is 1,000 µ$ a second: 0.006 = 2 s of reserve and 4 s of use.
        UserId user = customers.with("0.006", "0", start);
        metering.started(started(user, machine, box, start, "3.60"), start);
        assertThat(timers(user)).isEqualTo(1);
        assertThat(wallets.read(user, start).orElseThrow().balance().runsOutAt())
                .isEqualTo(start.plusSeconds(4));

        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(exhausted(user))
                        .isNotEmpty()
                        .allMatch(stop -> stop.equals("[\"" + machine + "\"]")));
        assertThat(clock.instant()).isAfterOrEqualTo(start.plusSeconds(3));
        // Nobody stops it: it is asked for again.
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(exhausted(user)).hasSizeGreaterThan(1));
        Instant end = clock.instant();
        metering.ended(ended(user, machine, box, end, "balance"), end);
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(timers(user)).isZero());
        assertThat(wallets.read(user, end).orElseThrow().wallet().posted().isNegative())
                .isFalse();
        assertThat(wallets.read(user, end).orElseThrow().wallet().held()).isEqualTo(Money.ZERO);
    }

    @Test
    void theRecurringTasksRunAndTheBooksAreFoundRight() throws Exception {
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(
                                jdbc.sql("SELECT task_name FROM scheduled_tasks WHERE last_success IS NOT NULL")
                                        .query(String.class)
                                        .list())
                        .contains("usage-flush", "wallet-care", "metering-sweep", "ledger-audit"));
        assertThat(managed("/actuator/prometheus"))
                .containsPattern("dumont_ledger_imbalance_micros\\{[^}]*} 0\\.0")
                .containsPattern("dumont_balance_cache_drift_micros\\{[^}]*} 0\\.0")
                .contains("dumont_holds_drift_micros", "dumont_usage_posted_drift_micros");
        assertThat(managed("/actuator/health/readiness")).contains("UP");
    }

    private String managed(String path) throws Exception {
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(
                            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + managementPort + path))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body();
        }
    }
}
