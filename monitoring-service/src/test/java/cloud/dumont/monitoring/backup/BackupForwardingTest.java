package cloud.dumont.monitoring.backup;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.dumont.agent.protocol.AgentPaths;
import cloud.dumont.agent.protocol.Beat;
import cloud.dumont.agent.protocol.Command;
import cloud.dumont.agent.protocol.backup.BackupOpen;
import cloud.dumont.agent.protocol.backup.BackupReading;
import cloud.dumont.events.Actor;
import cloud.dumont.events.BackupEvent;
import cloud.dumont.kernel.Epoch;
import cloud.dumont.kernel.Ids;
import cloud.dumont.kernel.UserId;
import cloud.dumont.monitoring.Box;
import cloud.dumont.monitoring.FakeInstanceManager;
import cloud.dumont.monitoring.PlatformTest;
import cloud.dumont.monitoring.command.Commands;
import cloud.dumont.monitoring.heartbeat.ConfirmAlive;
import cloud.dumont.outbox.Fact;
import cloud.dumont.outbox.Outbox;
import cloud.dumont.testkit.HeldClock;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.transaction.support.TransactionTemplate;

/** What boxes say about saved files goes through unchanged, both ways. */
@PlatformTest
class BackupForwardingTest {
    @Autowired
    FakeInstanceManager instances;

    @Autowired
    ConfirmAlive confirmAlive;

    @Autowired
    Commands commands;

    @Autowired
    Outbox outbox;

    @Autowired
    TransactionTemplate transactions;

    @Autowired
    HeldClock clock;

    @LocalServerPort
    int port;

    private final UserId user = Ids.secure(InstantSource.system()).next(UserId::new);
    private Box box;

    @BeforeEach
    void aBox() {
        instances.down = false;
        instances.refusal = "";
        instances.passed.clear();
        clock.set(InstantSource.system().instant());
        box = new Box(port).ready(instances.order(user, "nlp-1", 3).token());
    }

    @AfterEach
    void friendly() {
        instances.down = false;
        instances.refusal = "";
    }

    private Box.Answer say(String path, Epoch epoch) {
        return box.post(path, new BackupOpen(epoch), box.token());
    }

    @ParameterizedTest
    @CsvSource({
        AgentPaths.BACKUP_OPEN + ",backup/open",
        AgentPaths.BACKUP_ORDERS + ",backup/orders",
        AgentPaths.BACKUP_ORDER_FAILED + ",backup/order-failed",
        AgentPaths.BACKUP_LIST + ",backup/list",
        AgentPaths.BACKUP_RESTORE + ",backup/restore",
        AgentPaths.PRESIGN + ",presign",
        AgentPaths.COMMIT + ",commit"
    })
    void everyCallReachesItsPlace(String path, String call) {
        Box.Answer answer = say(path, new Epoch(3));
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body().path("seq").asInt()).isEqualTo(7);
        assertThat(instances.passed).containsExactly("/placements/" + box.placement() + "/" + call + " {\"epoch\":3}");
    }

    @Test
    void aRefusalComesBackWithAllItSays() {
        instances.refusal = "commit_conflict";
        Box.Answer answer = say(AgentPaths.COMMIT, new Epoch(3));
        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.code()).isEqualTo("commit_conflict");
        assertThat(answer.body().path("tip").path("seq").asInt()).isEqualTo(6);
    }

    @Test
    void anotherEpochNobodyAndNonsenseGetNoFurther() {
        assertThat(say(AgentPaths.COMMIT, new Epoch(2)).code()).isEqualTo("stale_epoch");
        assertThat(box.post(AgentPaths.COMMIT, new BackupOpen(new Epoch(3)), "nobody")
                        .status())
                .isEqualTo(401);
        assertThat(box.post(
                                AgentPaths.COMMIT,
                                "{}".getBytes(StandardCharsets.UTF_8),
                                Map.of("Authorization", "Bearer " + box.token()))
                        .code())
                .isEqualTo("malformed_json");
        assertThat(instances.passed).isEmpty();
    }

    @Test
    void whileInstanceManagerIsAwayTheBoxIsAskedToComeAgain() {
        instances.down = true;
        Box.Answer answer = say(AgentPaths.PRESIGN, new Epoch(3));
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.code()).isEqualTo("maintenance");
    }

    @Test
    void theNewestReadingGoesWithTheReportOfLife() {
        BackupReading reading = new BackupReading("idle", 812, 1_000L, 0, 0, 0, 3, 4096, true, null);
        Beat bare = Box.beatOf(1, new Epoch(3), 0);
        box.beat(new Beat(
                1,
                bare.epoch(),
                bare.bootId(),
                bare.monotonicMillis(),
                bare.boxTime(),
                bare.load(),
                bare.gpus(),
                true,
                null,
                0,
                reading));
        instances.confirmations.clear();
        confirmAlive.report(clock.instant());
        assertThat(instances.confirmations.stream()
                        .filter(each -> each.path("placement")
                                .asString("")
                                .equals(box.placement().text()))
                        .map(each -> each.path("backup").path("last_seq").asLong()))
                .containsExactly(812L);
    }

    @Test
    void changedOrdersBecomeACommandForTheirBox() {
        transactions.executeWithoutResult(status -> outbox.append(
                clock.instant(),
                new Fact(
                        box.placement().text(),
                        box.enrolment().instance().text(),
                        1,
                        new Epoch(3),
                        user,
                        Actor.system("backup"),
                        null,
                        new BackupEvent.OrdersChanged(box.enrolment().instance(), box.placement()))));
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> !given().isEmpty());
        assertThat(given()).containsExactly(Command.Kind.BACKUP_CHANGED);
    }

    private List<Command.Kind> given() {
        return commands.after(box.placement(), 0).stream().map(Command::kind).toList();
    }
}
