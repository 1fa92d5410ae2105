package cloud.dumont.monitoring.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cloud.dumont.events.Actor;
import cloud.dumont.events.PlacementEvent;
import cloud.dumont.kernel.HourlyPrice;
import cloud.dumont.kernel.Ids;
import cloud.dumont.kernel.UserId;
import cloud.dumont.monitoring.Box;
import cloud.dumont.monitoring.FakeGateway;
import cloud.dumont.monitoring.FakeInstanceManager;
import cloud.dumont.monitoring.health.Health;
import cloud.dumont.monitoring.health.HealthBook;
import cloud.dumont.monitoring.health.Mandate;
import cloud.dumont.monitoring.health.SweepHealth;
import cloud.dumont.outbox.Fact;
import cloud.dumont.outbox.Outbox;
import cloud.dumont.testkit.HeldClock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.JsonNode;

/** One serving machine that has beaten for a while, its two SSH ports, and the world around it. The clock is held. */
final class Stage implements AutoCloseable {
    final FakeInstanceManager instances;
    final FakeGateway gateway;
    final HeldClock clock;
    final JdbcClient jdbc;
    final Greeter ssh = new Greeter();
    final Greeter second = new Greeter();
    final FakeInstanceManager.Order order;
    final Box box;
    private final HealthBook book;
    private final SweepHealth sweep;
    private final Examination examination;
    private final Shards shards;
    private final ApplicationContext context;
    private Instant lastBeat;

    Stage(ApplicationContext context, int port) {
        this.context = context;
        instances = context.getBean(FakeInstanceManager.class);
        gateway = context.getBean(FakeGateway.class);
        clock = context.getBean(HeldClock.class);
        jdbc = context.getBean(JdbcClient.class);
        book = context.getBean(HealthBook.class);
        sweep = context.getBean(SweepHealth.class);
        examination = context.getBean(Examination.class);
        shards = context.getBean(Shards.class);
        forgetOthers();
        order = instances.order(Ids.secure(InstantSource.system()).next(UserId::new), "nlp-1", 1);
        box = new Box(port).ready(order.token());
        passes(1);
        serves();
        await().until(() -> book.find(order.placement()).isPresent());
        for (int seq = 1; seq <= 11; seq++) {
            passes(10);
            beat(seq);
        }
    }

    private void forgetOthers() {
        jdbc.sql("UPDATE health SET expected = false, phase = 'healthy', suspected_at = NULL")
                .update();
        shards.claim(clock.instant());
        jdbc.sql("DELETE FROM guard").update();
        jdbc.sql("DELETE FROM guard_pace").update();
        instances.down = false;
        instances.lostOutcome = "failing_over";
        instances.vendorWords.clear();
        gateway.down = false;
        clock.set(InstantSource.system().instant().truncatedTo(ChronoUnit.MILLIS));
    }

    private void serves() {
        PlacementEvent fact = new PlacementEvent.ServingStarted(
                order.instance(),
                "gpu",
                1,
                clock.instant(),
                HourlyPrice.parse("0.2"),
                HourlyPrice.parse("0.1"),
                "rtx_4090",
                1,
                "vastai");
        context.getBean(TransactionTemplate.class)
                .executeWithoutResult(status -> context.getBean(Outbox.class)
                        .append(
                                clock.instant(),
                                new Fact(
                                        order.placement().text(),
                                        order.instance().text(),
                                        1,
                                        order.epoch(),
                                        order.user(),
                                        Actor.system("test"),
                                        null,
                                        fact)));
    }

    void beat(int seq) {
        assertThat(box.beat(seq).status()).isEqualTo(200);
        lastBeat = clock.instant();
    }

    Instant lastBeat() {
        return lastBeat;
    }

    /** Time passes as it does while the service runs: a sweep every second, a round every other. */
    void passes(int seconds) {
        for (int i = 0; i < seconds; i++) {
            clock.advance(Duration.ofSeconds(1));
            sweep.sweep(clock.instant());
            if (clock.instant().getEpochSecond() % 2 == 0) {
                round();
            }
        }
    }

    void round() {
        shards.claim(clock.instant());
        for (Future<?> each : examination.round()) {
            try {
                each.get(30, TimeUnit.SECONDS);
            } catch (InterruptedException | ExecutionException | TimeoutException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    Health health() {
        return book.find(order.placement()).orElseThrow();
    }

    long secondsSinceLastBeat() {
        return Duration.between(lastBeat, clock.instant()).toSeconds();
    }

    /** By a fresh read from now on. */
    void vendorSays(String status) {
        instances.says(order.placement(), status, clock.instant(), ssh.port(), second.port());
    }

    /** The whole box: nothing answers, and its vendor has not noticed. */
    void dies() {
        vendorSays("running");
        ssh.close();
        second.close();
    }

    /** Other machines, of whom nobody knows more than that they are suspect, or well. */
    void others(int count, String vendor, String phase) {
        for (int i = 0; i < count; i++) {
            jdbc.sql("""
                            INSERT INTO health (placement_id, instance_id, user_id, epoch, zone, seq, expected, phase, since,
                                                grace_until, last_seen_at, suspected_at)
                            VALUES (:id, :id, :id, 1, :vendor, 1, true, :phase, :now, :grace, :now,
                                    CASE :phase WHEN 'suspect' THEN CAST(:now AS timestamptz) END)
                            """)
                    .param("id", UUID.randomUUID())
                    .param("vendor", vendor)
                    .param("phase", phase)
                    .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                    .param("grace", clock.instant().plusSeconds(3_600).atOffset(ZoneOffset.UTC))
                    .update();
        }
    }

    /** Of the machine, as it is now. */
    Mandate mandate() {
        shards.claim(clock.instant());
        return Objects.requireNonNull(shards.held().get(Mandate.shardOf(order.placement())));
    }

    List<JsonNode> told() {
        return instances.lossesOf(order.instance());
    }

    List<String> facts() {
        return jdbc.sql("SELECT payload ->> 'type' FROM outbox WHERE stream LIKE '%health' AND key = :key ORDER BY id")
                .param("key", order.instance().text())
                .query(String.class)
                .list();
    }

    @Override
    public void close() {
        ssh.close();
        second.close();
    }
}
