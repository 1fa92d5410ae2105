package cloud.dumont.billing.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.dumont.billing.BillingTest;
import cloud.dumont.billing.Customers;
import cloud.dumont.billing.audit.LedgerAudit;
import cloud.dumont.billing.metering.Metering;
import cloud.dumont.billing.spending.Exhaustion;
import cloud.dumont.billing.spending.Flush;
import cloud.dumont.billing.spending.LaunchHolds;
import cloud.dumont.billing.usage.Ended;
import cloud.dumont.billing.usage.IntervalKind;
import cloud.dumont.billing.usage.Started;
import cloud.dumont.billing.usage.Stretch;
import cloud.dumont.billing.wallet.Wallets;
import cloud.dumont.kernel.Epoch;
import cloud.dumont.kernel.HourlyPrice;
import cloud.dumont.kernel.InstanceId;
import cloud.dumont.kernel.PlacementId;
import cloud.dumont.kernel.UserId;
import cloud.dumont.web.problem.RefusedException;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Ten thousand commands in random order, with repeats, late and early ends, clocks that jump and transactions that are
 * rolled back, against an independent account of what each stretch of use should have cost.
 */
@BillingTest
class RandomCommandsTest {
    private static final int COMMANDS = 10_000;
    private static final int AUDIT_EVERY = 2_500;
    private static final int USERS = 6;
    private static final long SEED = 20261125;

    @Autowired
    private Metering metering;

    @Autowired
    private LaunchHolds holds;

    @Autowired
    private Wallets wallets;

    @Autowired
    private Flush flush;

    @Autowired
    private Exhaustion exhaustion;

    @Autowired
    private LedgerAudit audit;

    @Autowired
    private Customers customers;

    @Autowired
    private TransactionTemplate transactions;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private JdbcOperations operations;

    private final Random random = new Random(SEED);
    private final List<UserId> users = new ArrayList<>();
    private final List<Machine> machines = new ArrayList<>();
    private Instant now = Instant.parse("2031-03-01T12:00:00Z");
    private int rolledBack;

    /** What the test itself knows of a machine: one stretch after the other. */
    private static final class Machine {
        final UserId user;
        final InstanceId id = Customers.instance();
        PlacementId placement = Customers.placement();
        HourlyPrice price = HourlyPrice.ZERO;
        Instant opened = Instant.EPOCH;
        Instant closed = Instant.EPOCH;
        boolean running;

        Machine(UserId user) {
            this.user = user;
        }

        Stretch stretch() {
            return new Stretch(placement, IntervalKind.GPU, 1);
        }
    }

    private record Truth(UserId user, PlacementId placement, HourlyPrice price, Instant opened, Instant closed) {}

    private final List<Truth> truths = new ArrayList<>();

    @Test
    void theBooksAreRightWhateverHappens() {
        for (int i = 0; i < USERS; i++) {
            users.add(customers.with(i % 2 == 0 ? "40" : "0.5", i % 3 == 0 ? "60" : "0.2", now));
            for (int m = 0; m < 4; m++) {
                machines.add(new Machine(users.getLast()));
            }
        }
        for (int command = 1; command <= COMMANDS; command++) {
            now = now.plusMillis(random.nextLong(90_000));
            any();
            if (command % AUDIT_EVERY == 0) {
                lawsHold();
            }
        }
        machines.stream().filter(machine -> machine.running).forEach(machine -> end(machine, now, "stopped"));
        assertThat(rolledBack).isGreaterThan(COMMANDS / 20);
        assertThat(truths).hasSizeGreaterThan(500);
        lawsHold();
        everyStretchCostItsSeconds();
        assertThat(jdbc.sql("SELECT sum(amount_micros) FROM entries")
                        .query(Long.class)
                        .single())
                .isZero();
    }

    private void any() {
        Machine machine = machines.get(random.nextInt(machines.size()));
        int dice = random.nextInt(100);
        if (dice < 25) {
            sometimesRolledBack(() -> wallets.changing(machine.user, skewed(), open -> flush.all(open, skewed())));
        } else if (dice < 40) {
            hold(machine);
        } else if (dice < 45) {
            sometimesRolledBack(() -> holds.release(machine.id, now));
        } else if (dice < 50) {
            sometimesRolledBack(() -> exhaustion.look(machine.user, now));
        } else if (dice < 55) {
            sometimesRolledBack(() -> holds.expire(machine.user, now));
        } else if (machine.running) {
            stop(machine);
        } else {
            start(machine);
        }
    }

    private Instant skewed() {
        return random.nextInt(10) == 0 ? now.plus(Duration.ofMinutes(random.nextInt(-5, 6))) : now;
    }

    private void hold(Machine machine) {
        HourlyPrice price = new HourlyPrice(random.nextLong(1, 3_000_000_000L));
        try {
            sometimesRolledBack(() -> holds.take(machine.user, machine.id, price, now));
        } catch (RefusedException e) {
            assertThat(e.refusal().code()).isEqualTo("insufficient_balance");
        }
    }

    private void start(Machine machine) {
        machine.placement = Customers.placement();
        machine.price = new HourlyPrice(random.nextLong(1, 3_000_000_000L));
        machine.opened = now.plusNanos(random.nextInt(1_000_000) * 1000L);
        machine.running = true;
        if (random.nextInt(12) == 0) {
            // The end overtakes the start.
            Instant closed = machine.opened.plusMillis(random.nextLong(500_000));
            ended(machine, closed, "stopped");
            machine.running = false;
            remember(machine, closed);
        }
        started(machine);
    }

    private void started(Machine machine) {
        Started started = new Started(
                machine.user,
                machine.id,
                machine.stretch(),
                new Epoch(1),
                machine.opened,
                machine.price,
                HourlyPrice.ZERO,
                "rtx_4090",
                1,
                "vastai");
        untilDone(() -> metering.started(started, skewed()));
        if (random.nextInt(5) == 0) {
            metering.started(started, skewed());
        }
    }

    private void stop(Machine machine) {
        if (random.nextInt(4) == 0) {
            return;
        }
        boolean lost = random.nextInt(6) == 0;
        // A loss ends in the past, maybe before what was already posted.
        Instant closed = lost ? now.minusMillis(random.nextLong(400_000)) : now;
        end(machine, closed.isBefore(machine.opened) ? machine.opened : closed, lost ? "lost" : "stopped");
    }

    private void end(Machine machine, Instant closed, String reason) {
        Instant micros = closed.truncatedTo(java.time.temporal.ChronoUnit.MICROS);
        ended(machine, micros, reason);
        machine.running = false;
        remember(machine, micros);
    }

    private void ended(Machine machine, Instant closed, String reason) {
        Ended ended = new Ended(machine.user, machine.id, machine.stretch(), new Epoch(1), closed, reason);
        untilDone(() -> metering.ended(ended, skewed()));
        if (random.nextInt(5) == 0) {
            metering.ended(ended, skewed());
        }
    }

    private void remember(Machine machine, Instant closed) {
        machine.closed = closed;
        // The next stretch cannot begin before this one ended.
        now = closed.isAfter(now) ? closed : now;
        truths.add(new Truth(machine.user, machine.placement, machine.price, machine.opened, closed));
    }

    /** A fact is delivered until it is applied: roll back a few times, then not. */
    private void untilDone(Runnable command) {
        while (random.nextInt(8) == 0) {
            rolledBack(command);
        }
        command.run();
    }

    private void sometimesRolledBack(Runnable command) {
        if (random.nextInt(8) == 0) {
            rolledBack(command);
        } else {
            command.run();
        }
    }

    private void rolledBack(Runnable command) {
        transactions.executeWithoutResult(status -> {
            command.run();
            status.setRollbackOnly();
        });
        rolledBack++;
    }

    private void lawsHold() {
        assertThat(audit.run())
                .allSatisfy((law, wrong) -> assertThat(wrong).as(law.name()).isZero());
        assertThat(jdbc.sql(
                                "SELECT count(*) FROM accounts WHERE strict AND (balance_micros < held_micros OR held_micros < 0)")
                        .query(Integer.class)
                        .single())
                .isZero();
    }

    private void everyStretchCostItsSeconds() {
        Map<UUID, Long> paid = byPlacement("""
                SELECT CAST(metadata ->> 'placement' AS uuid) AS placement, -sum(amount_micros) AS micros FROM transactions
                 WHERE jsonb_exists(metadata, 'placement') GROUP BY 1
                """);
        Map<UUID, Long> borne =
                byPlacement("SELECT placement_id AS placement, waived_micros AS micros FROM usage_intervals");
        for (Truth truth : truths) {
            long seconds = Duration.between(truth.opened(), truth.closed()).getSeconds();
            long cost = BigInteger.valueOf(truth.price().nanos())
                    .multiply(BigInteger.valueOf(seconds))
                    .divide(BigInteger.valueOf(3_600_000))
                    .longValueExact();
            UUID placement = truth.placement().value();
            assertThat(paid.getOrDefault(placement, 0L) + borne.get(placement))
                    .as(truth.toString())
                    .isEqualTo(cost);
        }
    }

    private Map<UUID, Long> byPlacement(String sql) {
        Map<UUID, Long> micros = new HashMap<>();
        operations.query(sql, rs -> {
            micros.put(rs.getObject("placement", UUID.class), rs.getLong("micros"));
        });
        return micros;
    }
}
