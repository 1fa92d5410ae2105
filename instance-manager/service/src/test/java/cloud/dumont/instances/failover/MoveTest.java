package cloud.dumont.instances.failover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.patch;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;

import cloud.dumont.agent.protocol.backup.BackupOrders;
import cloud.dumont.events.Actor;
import cloud.dumont.events.Envelope;
import cloud.dumont.events.FailoverEvent;
import cloud.dumont.events.WalletEvent;
import cloud.dumont.instances.backup.Box;
import cloud.dumont.instances.bench.SteppedTest;
import cloud.dumont.instances.bench.Users;
import cloud.dumont.instances.instance.Instance;
import cloud.dumont.instances.instance.InstanceState;
import cloud.dumont.instances.instance.Status;
import cloud.dumont.instances.placement.Placement;
import cloud.dumont.instances.provisioning.SagaBench;
import cloud.dumont.kernel.EventId;
import cloud.dumont.kernel.GpuModel;
import cloud.dumont.kernel.InstanceId;
import cloud.dumont.outbox.FactHandler;
import cloud.dumont.provider.testkit.FakeStandbyProvider;
import cloud.dumont.provider.testkit.SshGreeting;
import cloud.dumont.web.caller.Caller;
import com.jayway.jsonpath.JsonPath;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Import;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.request.MockHttpServletRequestBuilder;

/** A healthy machine whose user wants it elsewhere. */
@SteppedTest
@Import(StandbyCloud.class)
class MoveTest {
    @Autowired
    private SagaBench saga;

    @Autowired
    private FakeStandbyProvider cloud;

    @Autowired
    private Failovers failovers;

    @Autowired
    private FactHandler facts;

    @Autowired
    private MockMvc mvc;

    private final Caller ana = Users.someone();
    private StandbyBench bench;
    private SshGreeting sshd;
    private GpuModel gpu;
    private InstanceId machine;
    private Box box;

    @BeforeEach
    void aMachineThatSaves() throws Exception {
        sshd = new SshGreeting();
        sshd.open();
        bench = new StandbyBench(saga, cloud, mvc);
        cloud.answersAt(sshd.endpoint());
        gpu = saga.sell(2);
        machine = bench.machine(ana, gpu);
        box = bench.box(machine);
        box.open();
        box.save("first");
    }

    @AfterEach
    void close() {
        sshd.close();
    }

    private String ask(MockHttpServletRequestBuilder request, Caller caller, int status) throws Exception {
        var response = mvc.perform(
                        request.header("Authorization", Users.bearer(caller)).contentType(MediaType.APPLICATION_JSON))
                .andReturn()
                .getResponse();
        String body = response.getContentAsString(StandardCharsets.UTF_8);
        assertThat(response.getStatus()).as(body).isEqualTo(status);
        return body;
    }

    private MockHttpServletRequestBuilder failover(String body) {
        return post("/api/v1/instances/" + machine + "/failover").content(body);
    }

    private String move(String body, int status) throws Exception {
        return ask(failover(body), ana, status);
    }

    private String change(String body) throws Exception {
        return ask(patch("/api/v1/instances/" + machine).content(body), ana, 200);
    }

    private String code(String problem) {
        return JsonPath.read(problem, "$.code");
    }

    private String action(String machineJson) throws Exception {
        return ask(get("/api/v1/actions/" + JsonPath.<String>read(machineJson, "$.current_action")), ana, 200);
    }

    private BackupOrders.Snapshot finalOrder() {
        return box.orders().snapshots().stream()
                .filter(order -> order.kind().equals("final"))
                .findFirst()
                .orElseThrow();
    }

    private Placement first() {
        return saga.placements.of(machine).getLast();
    }

    @Test
    void itSavesEverythingAndGoesOnOnAStandby() throws Exception {
        assertThat(JsonPath.<List<String>>read(
                        ask(get("/api/v1/instances/" + machine), ana, 200), "$.allowed_commands"))
                .contains("failover");
        String accepted = move("{\"target\":\"standby\",\"reason\":\"the host is to be repaired\"}", 202);
        assertThat(JsonPath.<String>read(accepted, "$.status")).isEqualTo("running");
        assertThat(JsonPath.<String>read(accepted, "$.reason.code")).isEqualTo("final_backup");
        assertThat(JsonPath.<List<String>>read(accepted, "$.allowed_commands")).containsExactly("destroy");
        saga.step(machine);
        assertThat(saga.status(machine))
                .as("nothing happens before it is saved")
                .isEqualTo(Status.RUNNING);
        assertThat(failovers.newest(machine)).isEmpty();
        assertThat(JsonPath.<String>read(action(accepted), "$.type")).isEqualTo("instance.failover");

        Instant asked = saga.clock.instant();
        box.save("last", finalOrder().id());
        bench.until(machine, Status.FAILING_OVER);
        Failover told = failovers.newest(machine).orElseThrow();
        assertThat(told.trigger()).isEqualTo(Failover.Trigger.MANUAL);
        assertThat(told.evidence()).singleElement().satisfies(evidence -> {
            assertThat(evidence.kind()).isEqualTo("requested");
            assertThat(evidence.detail()).isEqualTo("the host is to be repaired");
        });
        assertThat(told.lostWorkSeconds()).isZero();
        assertThat(told.keptUntil()).isNull();
        assertThat(first().endReason()).isEqualTo("moved");
        assertThat(first().servingUntil().orElseThrow()).isBeforeOrEqualTo(asked.plusSeconds(1));
        bench.until(machine, Status.ON_STANDBY);
        assertThat(JsonPath.<String>read(action(accepted), "$.status")).isEqualTo("succeeded");
        assertThat(new Told(saga.jdbc)
                        .only(machine, FailoverEvent.Completed.class)
                        .trigger())
                .isEqualTo("manual");
        saga.reclaimUntilGone();
        assertThat(saga.vendor.existing()).isEmpty();
        assertThat(cloud.existing()).hasSize(1);
    }

    @Test
    void toAnotherGpuItGoesWithoutAStandby() throws Exception {
        String accepted = move("{\"target\":\"gpu\"}", 202);
        box.save("last", finalOrder().id());
        bench.until(machine, Status.FAILING_OVER);
        Instance moved = bench.until(machine, Status.RUNNING);
        InstanceState.Running running = (InstanceState.Running) moved.state();
        assertThat(running.reason().code()).isEqualTo("moved_to_gpu");
        assertThat(running.serving().placement()).isNotEqualTo(box.placement);
        assertThat(saga.placements.of(machine)).hasSize(2);
        assertThat(saga.placements.of(machine).getFirst().hostRef()).isNotEqualTo(first().hostRef());
        assertThat(moved.epoch())
                .isEqualTo(saga.placements.of(machine).getFirst().epoch());
        Failover told = failovers.newest(machine).orElseThrow();
        assertThat(told.phase()).isEqualTo(Failover.Phase.RETURNED);
        assertThat(told.target().kind()).isEqualTo("gpu");
        assertThat(told.toEpoch()).isEqualTo(moved.epoch());
        assertThat(told.returnedAt()).isEqualTo(told.usableAt()).isNotNull();
        FailoverEvent.Completed completed = new Told(saga.jdbc).only(machine, FailoverEvent.Completed.class);
        assertThat(completed.kind()).isEqualTo("gpu");
        assertThat(completed.toEpoch()).isEqualTo(moved.epoch());
        assertThat(JsonPath.<String>read(action(accepted), "$.status")).isEqualTo("succeeded");
        saga.reclaimUntilGone();
        assertThat(saga.vendor.existing()).hasSize(1);
        assertThat(cloud.existing()).isEmpty();
    }

    @Test
    void whatCouldNotBeSavedStaysWhereItIs() throws Exception {
        String accepted = move("{\"target\":\"standby\"}", 202);
        saga.clock.advance(Duration.ofHours(2));
        saga.step(machine);
        Instance stays = saga.instance(machine);
        assertThat(stays.status()).isEqualTo(Status.RUNNING);
        assertThat(stays.epoch()).isEqualTo(box.epoch);
        assertThat(stays.state().reason().code()).isEqualTo("final_backup_failed");
        assertThat(failovers.newest(machine)).isEmpty();
        assertThat(JsonPath.<String>read(action(accepted), "$.error.code")).isEqualTo("final_backup_failed");
        bench.realTime();
        box.save("and works on");
    }

    @Test
    void whatIsLostOnTheWayOutMovesAsALostOne() throws Exception {
        String accepted = move("{\"target\":\"standby\"}", 202);
        assertThat(bench.lost(machine, box, saga.clock.instant())).isEqualTo("failing_over");
        bench.until(machine, Status.ON_STANDBY);
        assertThat(failovers.list(machine, null, 10))
                .singleElement()
                .satisfies(move -> assertThat(move.trigger()).isEqualTo(Failover.Trigger.LOST));
        assertThat(JsonPath.<String>read(action(accepted), "$.status")).isEqualTo("succeeded");
    }

    @Test
    void whoseMoneyEndsMeanwhileIsStoppedInstead() throws Exception {
        String accepted = move("{\"target\":\"standby\"}", 202);
        Envelope fact = new Envelope(
                new EventId(UUID.randomUUID()),
                "wallet.exhausted",
                1,
                saga.clock.instant(),
                ana.user().text(),
                ana.user().text(),
                1,
                null,
                ana.user(),
                Actor.system("billing"),
                null,
                new WalletEvent.Exhausted(List.of(machine)));
        saga.transactions.executeWithoutResult(status -> facts.apply(fact));
        box.save("last", finalOrder().id());
        Instance stopped = saga.until(machine, Status.STOPPED);
        assertThat(stopped.state().reason().code()).isEqualTo("balance_exhausted");
        assertThat(failovers.newest(machine)).isEmpty();
        assertThat(JsonPath.<String>read(action(accepted), "$.status")).isEqualTo("cancelled");
    }

    @Test
    void theSameKeyMovesOnce() throws Exception {
        String body = "{\"target\":\"standby\"}";
        String one = ask(failover(body).header("Idempotency-Key", "move-once-1"), ana, 202);
        String same = ask(failover(body).header("Idempotency-Key", "move-once-1"), ana, 202);
        assertThat(JsonPath.<String>read(same, "$.current_action"))
                .isEqualTo(JsonPath.<String>read(one, "$.current_action"));
        assertThat(code(move(body, 409))).isEqualTo("instance_busy");
    }

    @Test
    void whyItIsRefused() throws Exception {
        assertThat(code(move("{\"target\":\"moon\"}", 400))).isEqualTo("validation_failed");
        assertThat(code(move("{}", 400))).isEqualTo("validation_failed");
        assertThat(code(ask(
                        failover("{\"target\":\"standby\"}"),
                        new Caller(ana.user(), "ana", Set.of("instances:write"), "user", "x", "user"),
                        403)))
                .isEqualTo("scope_missing");
        change("{\"max_price_per_hour\":{\"amount\":\"0.01\",\"currency\":\"USD\"}}");
        assertThat(code(move("{\"target\":\"gpu\"}", 422))).isEqualTo("no_offer_matches");
        change("{\"standby\":{\"policy\":\"off\"}}");
        assertThat(code(move("{\"target\":\"standby\"}", 409))).isEqualTo("no_standby");
        change("{\"standby\":{\"policy\":\"cold\"},\"backup\":{\"enabled\":false}}");
        assertThat(code(move("{\"target\":\"standby\"}", 409))).isEqualTo("data_loss_not_accepted");
        change("{\"backup\":{\"enabled\":true}}");

        Instant oldest = saga.clock.instant().minus(Duration.ofHours(23));
        for (int i = 0; i < 5; i++) {
            moved(oldest.plus(Duration.ofHours(i)), i);
        }
        String limit = move("{\"target\":\"standby\"}", 409);
        assertThat(code(limit)).isEqualTo("failover_limit");
        assertThat(JsonPath.<Integer>read(limit, "$.limit")).isEqualTo(5);
        assertThat(JsonPath.<Integer>read(limit, "$.left")).isZero();
        assertThat(Instant.parse(JsonPath.read(limit, "$.next_at")))
                .isBetween(oldest.plus(Duration.ofHours(24)).minusMillis(1), oldest.plus(Duration.ofHours(24)));
        saga.stop(machine);
        saga.until(machine, Status.STOPPED);
        assertThat(code(move("{\"target\":\"standby\"}", 409))).isEqualTo("invalid_state");
    }

    private void moved(Instant at, int epoch) {
        saga.jdbc
                .sql("""
                        INSERT INTO failovers (id, instance_id, user_id, from_epoch, trigger, phase, evidence, guard, last_seen_at, decided_at, fenced_at)
                        VALUES (:id, :instance, :user, :epoch, 'lost', 'returned', '[]', 'normal', :at, :at, :at)
                        """)
                .param("id", UUID.randomUUID())
                .param("instance", machine.value())
                .param("user", ana.user().value())
                .param("epoch", -1 - epoch)
                .param("at", at.atOffset(ZoneOffset.UTC))
                .update();
    }
}
