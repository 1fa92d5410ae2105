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
import cloud.dumont.monitoring.PlatformTest;
import cloud.dumont.monitoring.health.Health;
import cloud.dumont.monitoring.health.HealthBook;
import cloud.dumont.monitoring.health.Loss;
import cloud.dumont.monitoring.health.Signals;
import cloud.dumont.monitoring.health.SweepHealth;
import cloud.dumont.monitoring.health.WatchHealth;
import cloud.dumont.outbox.Fact;
import cloud.dumont.outbox.Outbox;
import cloud.dumont.testkit.HeldClock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.JsonNode;

/** From the first doubt to the word to instance-manager: real beats, real tries, real facts; the clock is held. */
@PlatformTest
class LossTest {
    @Autowired
    FakeInstanceManager instances;

    @Autowired
    FakeGateway gateway;

    @Autowired
    HealthBook book;

    @Autowired
    WatchHealth watch;

    @Autowired
    SweepHealth sweep;

    @Autowired
    Examination examination;

    @Autowired
    TellLosses tellLosses;

    @Autowired
    Outbox outbox;

    @Autowired
    TransactionTemplate transactions;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    HeldClock clock;

    @LocalServerPort
    int port;

    private final UserId user = Ids.secure(InstantSource.system()).next(UserId::new);
    private final Greeter ssh = new Greeter();
    private final Greeter second = new Greeter();
    private FakeInstanceManager.Order order;
    private Box box;
    private Instant lastBeat;

    @BeforeEach
    void servingBoxThatHasBeatenForAWhile() {
        jdbc.sql("UPDATE health SET expected = false").update();
        instances.down = false;
        instances.lostOutcome = "failing_over";
        gateway.down = false;
        clock.set(InstantSource.system().instant());
        order = instances.order(user, "nlp-1", 1);
        box = new Box(port).ready(order.token());
        passes(1);
        start();
        await().until(() -> book.find(order.placement()).isPresent());
        for (int seq = 1; seq <= 11; seq++) {
            passes(10);
            beat(seq);
        }
    }

    @AfterEach
    void close() {
        ssh.close();
        second.close();
    }

    private void start() {
        transactions.executeWithoutResult(status -> outbox.append(
                clock.instant(),
                new Fact(
                        order.placement().text(),
                        order.instance().text(),
                        1,
                        order.epoch(),
                        user,
                        Actor.system("test"),
                        null,
                        new PlacementEvent.ServingStarted(
                                order.instance(),
                                "gpu",
                                1,
                                clock.instant(),
                                HourlyPrice.parse("0.2"),
                                HourlyPrice.parse("0.1"),
                                "rtx_4090",
                                1,
                                "vastai"))));
    }

    private void beat(int seq) {
        assertThat(box.beat(seq).status()).isEqualTo(200);
        lastBeat = clock.instant();
    }

    /** Time passes as it does while the service runs: a sweep every second, a round every other. */
    private void passes(int seconds) {
        for (int i = 0; i < seconds; i++) {
            clock.advance(Duration.ofSeconds(1));
            sweep.sweep(clock.instant());
            if (clock.instant().getEpochSecond() % 2 == 0) {
                round();
            }
        }
    }

    private void round() {
        for (Future<?> each : examination.round()) {
            await().until(each::isDone);
        }
    }

    private Health health() {
        return book.find(order.placement()).orElseThrow();
    }

    private long secondsSinceLastBeat() {
        return Duration.between(lastBeat, clock.instant()).toSeconds();
    }

    private void vendorSays(String status) {
        instances.says(order.placement(), status, clock.instant(), ssh.port(), second.port());
    }

    private List<String> facts() {
        return jdbc.sql("SELECT payload ->> 'type' FROM outbox WHERE stream LIKE '%health' AND key = :key ORDER BY id")
                .param("key", order.instance().text())
                .query(String.class)
                .list();
    }

    @Test
    void aMachineWhoseVendorSaysItIsGoneIsLostAtTheFirstLook() {
        vendorSays("running");
        passes(30);
        watch.tell(order.placement(), Signals.vendorSays("outbid", clock.instant()), clock.instant());
        vendorSays("outbid");

        passes(2);

        assertThat(health())
                .isInstanceOfSatisfying(
                        Health.Lost.class,
                        lost -> assertThat(lost.loss().cause()).isEqualTo(Loss.Cause.VENDOR));
        JsonNode told = instances.lossesOf(order.instance()).getFirst();
        assertThat(told.path("cause").asString()).isEqualTo("vendor");
        assertThat(told.path("epoch").asInt()).isEqualTo(1);
        assertThat(told.path("placement").asString())
                .isEqualTo(order.placement().text());
        assertThat(Instant.parse(told.path("last_confirmed_at").asString()))
                .isCloseTo(lastBeat, org.assertj.core.api.Assertions.within(1, java.time.temporal.ChronoUnit.MILLIS));
        assertThat(told.path("guard").asString()).isEqualTo("normal");
        assertThat(told.path("evidence").toString()).contains("vendor_says").contains("outbid");
        assertThat(facts()).containsExactly("health.suspected", "health.lost");
    }

    @Test
    void aMachineThatFallsSilentAndAnswersNowhereIsLostAfterFortyFiveSeconds() {
        vendorSays("running");
        ssh.close();
        second.close();

        passes(44);
        assertThat(health()).isInstanceOf(Health.Suspect.class);
        while (!(health() instanceof Health.Lost) && secondsSinceLastBeat() < 60) {
            passes(1);
        }

        assertThat(secondsSinceLastBeat()).isBetween(45L, 47L);
        JsonNode told = instances.lossesOf(order.instance()).getFirst();
        assertThat(told.path("cause").asString()).isEqualTo("silence");
        assertThat(told.path("evidence").toString())
                .contains("from monitoring, ssh")
                .contains("from gateway, ssh");
    }

    @Test
    void aMachineWhoseSshAnswersIsNotLostHoweverLongItsAgentIsSilent() {
        vendorSays("running");

        passes(180);

        assertThat(health()).isInstanceOf(Health.Suspect.class);
        assertThat(instances.lossesOf(order.instance())).isEmpty();
        beat(100);
        assertThat(health()).isInstanceOf(Health.Healthy.class);
        assertThat(facts()).containsExactly("health.suspected", "health.cleared");
    }

    @Test
    void aMachineBehindABrokenPathGetsTwiceTheTime() {
        vendorSays("running");
        ssh.close();

        passes(88);
        assertThat(health()).isInstanceOf(Health.Suspect.class);
        passes(4);
        assertThat(health()).isInstanceOf(Health.Lost.class);
    }

    @Test
    void withoutTheSecondPlaceSilenceIsNotBelieved() {
        vendorSays("running");
        gateway.down = true;
        ssh.close();
        second.close();

        passes(120);

        assertThat(health()).isInstanceOf(Health.Suspect.class);
        vendorSays("gone");
        passes(6);
        assertThat(health()).isInstanceOf(Health.Lost.class);
    }

    @Test
    void theVendorIsAskedAtMostEveryFiveSeconds() {
        vendorSays("running");
        passes(40);
        long before = instances.looksAt(order.placement());

        passes(60);

        assertThat(instances.looksAt(order.placement()) - before).isBetween(9L, 12L);
    }

    @Test
    void noBeatTakesALossBack() {
        lose();

        assertThat(box.beat(100).status()).isEqualTo(200);
        passes(40);

        assertThat(health()).isInstanceOf(Health.Lost.class);
        assertThat(facts()).containsExactly("health.suspected", "health.lost");
    }

    private void lose() {
        watch.tell(order.placement(), Signals.vendorSays("gone", clock.instant().plusMillis(1)), clock.instant());
        clock.advance(Duration.ofSeconds(1));
        vendorSays("gone");
        round();
        assertThat(health()).isInstanceOf(Health.Lost.class);
    }

    @Test
    void instanceManagerIsToldUntilItIsSettled() {
        instances.lostOutcome = "limit";
        lose();
        assertThat(instances.lossesOf(order.instance())).hasSize(1);

        clock.advance(Duration.ofSeconds(59));
        tellLosses.sweep(clock.instant());
        assertThat(instances.lossesOf(order.instance()))
                .as("not before a minute")
                .hasSize(1);

        clock.advance(Duration.ofSeconds(1));
        instances.lostOutcome = "failing_over";
        tellLosses.sweep(clock.instant());
        tellLosses.sweep(clock.instant().plusSeconds(3_600));
        assertThat(instances.lossesOf(order.instance())).as("settled").hasSize(2);
    }

    @Test
    void aLossThatInstanceManagerDidNotHearOfIsToldAgain() {
        watch.tell(order.placement(), Signals.vendorSays("gone", clock.instant().plusMillis(1)), clock.instant());
        Health.Unheard suspect = (Health.Unheard) health();
        instances.down = true;
        assertThat(watch.change(
                        suspect.lose(new Loss(Loss.Cause.VENDOR, List.of(), "normal"), clock.instant()),
                        clock.instant()))
                .isTrue();
        tellLosses.sweep(clock.instant());
        assertThat(instances.lossesOf(order.instance())).isEmpty();

        instances.down = false;
        tellLosses.sweep(clock.instant());
        assertThat(instances.lossesOf(order.instance())).hasSize(1);
    }

    @Test
    void ofManyWhoDecideAtOnceOneDoes() {
        watch.tell(order.placement(), Signals.vendorSays("gone", clock.instant().plusMillis(1)), clock.instant());
        Health.Unheard suspect = (Health.Unheard) health();
        Loss loss = new Loss(Loss.Cause.VENDOR, List.of(), "normal");

        long decided = IntStream.range(0, 8)
                .parallel()
                .filter(i -> watch.change(suspect.lose(loss, clock.instant()), clock.instant()))
                .count();

        assertThat(decided).isEqualTo(1);
        assertThat(facts()).containsExactly("health.suspected", "health.lost");
    }

    @Test
    void aBeatThatCameMeanwhileIsStrongerThanTheDecision() {
        watch.tell(order.placement(), Signals.vendorSays("gone", clock.instant().plusMillis(1)), clock.instant());
        Health.Unheard suspect = (Health.Unheard) health();
        jdbc.sql("UPDATE agents SET last_beat_at = last_beat_at + interval '1 second' WHERE placement_id = :p")
                .param("p", order.placement().value())
                .update();

        assertThat(watch.change(
                        suspect.lose(new Loss(Loss.Cause.VENDOR, List.of(), "normal"), clock.instant()),
                        clock.instant()))
                .isFalse();
        round();
        assertThat(health()).isInstanceOf(Health.Healthy.class);
    }

    @Test
    void duringGraceNobodyIsLost() {
        clock.advance(Duration.ofMinutes(5));
        vendorSays("running");
        ssh.close();
        second.close();
        sweep.sweep(clock.instant());
        watch.tell(order.placement(), Signals.streamClosed(clock.instant()), clock.instant());

        passes(88);
        assertThat(health()).isInstanceOf(Health.Suspect.class);
        passes(4);
        assertThat(health()).isInstanceOf(Health.Lost.class);
    }
}
