package cloud.dumont.billing.spending;

import static cloud.dumont.billing.Customers.ended;
import static cloud.dumont.billing.Customers.started;
import static org.assertj.core.api.Assertions.assertThat;

import cloud.dumont.billing.BillingTest;
import cloud.dumont.billing.Customers;
import cloud.dumont.billing.audit.LedgerAudit;
import cloud.dumont.billing.metering.Metering;
import cloud.dumont.billing.wallet.Wallet;
import cloud.dumont.billing.wallet.Wallets;
import cloud.dumont.kernel.HourlyPrice;
import cloud.dumont.kernel.InstanceId;
import cloud.dumont.kernel.Money;
import cloud.dumont.kernel.PlacementId;
import cloud.dumont.kernel.UserId;
import cloud.dumont.web.problem.RefusedException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Many at once on one wallet: nobody gets money that is not there. */
@BillingTest
class ConcurrencyTest {
    private static final Instant T = Instant.parse("2031-03-01T12:00:00Z");
    private static final HourlyPrice PRICE = HourlyPrice.parse("0.36");

    @Autowired
    private LaunchHolds holds;

    @Autowired
    private Metering metering;

    @Autowired
    private Flush flush;

    @Autowired
    private Wallets wallets;

    @Autowired
    private LedgerAudit audit;

    @Autowired
    private Customers customers;

    private <T> List<T> atOnce(List<Callable<T>> tasks) throws Exception {
        List<T> results = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            for (Future<T> done : threads.invokeAll(tasks)) {
                results.add(done.get());
            }
        }
        return results;
    }

    private boolean take(UserId user, InstanceId instance) {
        try {
            holds.take(user, instance, PRICE, T);
            return true;
        } catch (RefusedException e) {
            return false;
        }
    }

    private void lawsHold() {
        assertThat(audit.run())
                .allSatisfy((law, wrong) -> assertThat(wrong).as(law.name()).isZero());
    }

    @Test
    void fiftyLaunchesShareMoneyForTwenty() throws Exception {
        UserId user = customers.with("1.5", "1.5", T);
        List<Callable<Boolean>> launches = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            InstanceId instance = Customers.instance();
            launches.add(() -> take(user, instance));
        }
        assertThat(atOnce(launches).stream().filter(taken -> taken)).hasSize(20);
        Wallet wallet = wallets.read(user, T).orElseThrow().wallet();
        assertThat(wallet.held()).isEqualTo(Money.parse("3"));
        lawsHold();
    }

    @Test
    void oneLaunchAskedForFiftyTimesAtOnceIsHeldOnce() throws Exception {
        UserId user = customers.with("3", "0", T);
        InstanceId instance = Customers.instance();
        List<Callable<Boolean>> launches = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            launches.add(() -> take(user, instance));
        }
        assertThat(atOnce(launches)).containsOnly(true);
        assertThat(wallets.read(user, T).orElseThrow().wallet().held()).isEqualTo(Money.parse("0.15"));
        lawsHold();
    }

    @Test
    void aNewUsersFirstFactsMayComeAtOnce() throws Exception {
        UserId user = new UserId(java.util.UUID.randomUUID());
        List<Callable<Boolean>> launches = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            launches.add(() -> take(user, Customers.instance()));
        }
        assertThat(atOnce(launches)).containsOnly(false);
        assertThat(customers.with("1", "0", T)).isNotEqualTo(user);
    }

    @Test
    void fiftyMachinesFlushedClosedAndHeldForAtOnceCostTheirSeconds() throws Exception {
        UserId user = customers.with("20", "30", T);
        List<InstanceId> machines = new ArrayList<>();
        List<PlacementId> boxes = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            machines.add(Customers.instance());
            boxes.add(Customers.placement());
            metering.started(started(user, machines.getLast(), boxes.getLast(), T, "0.36"), T);
        }
        List<Callable<Boolean>> work = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            int n = i;
            Instant moment = T.plusSeconds(1000 + n);
            work.add(() -> {
                wallets.changing(user, moment, open -> flush.all(open, moment));
                return true;
            });
            work.add(() -> take(user, Customers.instance()));
            for (int twice = 0; twice < 2; twice++) {
                work.add(() -> {
                    metering.ended(ended(user, machines.get(n), boxes.get(n), moment, "stopped"), moment);
                    return true;
                });
            }
        }
        atOnce(work);
        long seconds = 0;
        for (int i = 0; i < 50; i++) {
            seconds += 1000 + i;
        }
        assertThat(wallets.read(user, T).orElseThrow().wallet().posted())
                .isEqualTo(new Money(50_000_000 - seconds * 100));
        lawsHold();
    }
}
