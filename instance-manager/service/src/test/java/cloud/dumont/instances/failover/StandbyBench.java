package cloud.dumont.instances.failover;

import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;

import cloud.dumont.agent.protocol.PreflightVerdict;
import cloud.dumont.agent.protocol.backup.BackupOpen;
import cloud.dumont.agent.protocol.backup.BackupOpened;
import cloud.dumont.agent.protocol.backup.Preparation;
import cloud.dumont.agent.protocol.backup.PreparationReport;
import cloud.dumont.agent.protocol.backup.RestoreOrder;
import cloud.dumont.agent.protocol.backup.RestoreReport;
import cloud.dumont.instances.backup.Box;
import cloud.dumont.instances.bench.Users;
import cloud.dumont.instances.instance.Instance;
import cloud.dumont.instances.instance.InstanceState;
import cloud.dumont.instances.instance.Journey;
import cloud.dumont.instances.instance.ReturnJourney;
import cloud.dumont.instances.instance.Status;
import cloud.dumont.instances.placement.Placement;
import cloud.dumont.instances.provisioning.SagaBench;
import cloud.dumont.instances.worklist.Next;
import cloud.dumont.json.DumontJson;
import cloud.dumont.kernel.GpuModel;
import cloud.dumont.kernel.InstanceId;
import cloud.dumont.kernel.PlacementId;
import cloud.dumont.provider.testkit.FakeStandbyProvider;
import cloud.dumont.web.caller.Caller;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.MockMvc;

/** Plays the monitoring that declares boxes lost, and the agents on standbys. */
final class StandbyBench {
    private static final int MANY = 400;
    final SagaBench saga;
    final FakeStandbyProvider cloud;
    private final MockMvc mvc;

    StandbyBench(SagaBench saga, FakeStandbyProvider cloud, MockMvc mvc) {
        this.saga = saga;
        this.cloud = cloud;
        this.mvc = mvc;
        saga.friendly();
        // The store judges URLs by the real clock; other tests may have let days pass on the held one.
        realTime();
    }

    Box box(InstanceId id) {
        Instance instance = saga.instance(id);
        InstanceState.Served served = (InstanceState.Served) instance.state();
        return new Box(mvc, served.serving().placement(), instance.epoch());
    }

    /** A machine whose box saves. Afterwards the held time is the real one: paid time is never beyond it. */
    InstanceId machineThatSaves(Caller user, int offers) {
        InstanceId machine = machine(user, offers);
        Box box = box(machine);
        box.open();
        box.save("first");
        return machine;
    }

    InstanceId machine(Caller user, int offers) {
        return machine(user, saga.sell(offers));
    }

    InstanceId machine(Caller user, GpuModel gpu) {
        InstanceId machine = saga.request(user, gpu);
        saga.until(machine, Status.RUNNING);
        realTime();
        return machine;
    }

    void realTime() {
        saga.clock.set(Clock.systemUTC().instant().truncatedTo(ChronoUnit.MILLIS));
    }

    /** What monitoring says. @return the outcome */
    String lost(InstanceId id, Box box, Instant lastSeen) throws Exception {
        return lost(id, box, lastSeen, "silence");
    }

    /** @param cause {@code silence} or {@code vendor} */
    String lost(InstanceId id, Box box, Instant lastSeen, String cause) throws Exception {
        Map<String, Object> body = Map.of(
                "placement",
                box.placement,
                "epoch",
                box.epoch,
                "last_confirmed_at",
                lastSeen,
                "suspected_at",
                lastSeen.plusSeconds(35),
                "cause",
                cause,
                "evidence",
                List.of(Map.of("kind", "ssh_probe", "at", lastSeen.plusSeconds(40), "detail", "nothing answers")),
                "guard",
                "normal");
        var response = mvc.perform(post("/internal/instances/" + id + "/lost")
                        .header("Authorization", Users.monitoring())
                        .contentType(MediaType.APPLICATION_JSON)
                        .content(DumontJson.mapper().writeValueAsString(body)))
                .andReturn()
                .getResponse();
        String said = response.getContentAsString(StandardCharsets.UTF_8);
        if (response.getStatus() != 200) {
            throw new AssertionError(said);
        }
        return DumontJson.mapper().readTree(said).path("outcome").asString();
    }

    /** Steps the machine's work and its standby's agent until it is so. */
    Instance until(InstanceId id, Predicate<Instance> so) {
        for (int i = 0; i < MANY; i++) {
            Instance now = saga.instance(id);
            if (so.test(now)) {
                return now;
            }
            Next next = saga.step(id);
            agent(id);
            saga.agent(id);
            saga.clock.advance(
                    next instanceof Next.After after ? after.pause().plusMillis(1) : java.time.Duration.ofMillis(100));
        }
        Instance last = saga.instance(id);
        throw new AssertionError("still " + last.status() + ": " + last.state().reason());
    }

    Instance until(InstanceId id, Status status) {
        return until(id, instance -> instance.status() == status);
    }

    private void agent(InstanceId id) {
        if (saga.instance(id).state() instanceof InstanceState.OnStandby standby
                && standby.journey() instanceof ReturnJourney.Ready ready) {
            prepares(ready.candidate().placement());
        }
        if (saga.instance(id).state() instanceof InstanceState.FailingOver moving) {
            switch (moving.journey()) {
                case Journey.Choosing choosing -> {}
                case Journey.Buying buying -> {}
                case Journey.Starting starting -> {}
                case Journey.Activating activating ->
                    reports(saga.placements
                            .find(activating.target().placement())
                            .orElseThrow());
                case Journey.Restoring restoring -> restores(restoring);
            }
        }
    }

    /** Brings one version into place, if it is asked to. */
    void prepares(PlacementId place) {
        Placement placement = saga.placements.find(place).orElseThrow();
        Box box = new Box(mvc, place, placement.epoch());
        Box.Said said = box.say("backup/prepare", new BackupOpen(box.epoch));
        RestoreOrder order = said.status() == 200 ? said.as(Preparation.class).order() : null;
        if (order != null) {
            box.say(
                    "backup/prepared",
                    new PreparationReport(box.epoch, report(order.id(), box, RestoreReport.DONE, 9), 9, null));
        }
    }

    /** Enrols and measures itself, if it runs. */
    void reports(Placement placement) {
        if (placement.isReachable()
                && cloud.existing().contains(placement.vendorRef().orElse(""))) {
            saga.enrol(placement, "key-of-" + placement.id(), token(placement));
            if (saga.report(placement).verdict().equals(PreflightVerdict.REJECTED)) {
                throw new AssertionError("the standby was rejected");
            }
        }
    }

    String token(Placement placement) {
        String script = cloud.orderOf(placement.vendorRef().orElseThrow()).startScript();
        int at = script.indexOf("DUMONT_TOKEN='") + "DUMONT_TOKEN='".length();
        return script.substring(at, script.indexOf('\'', at));
    }

    /** Brings back what matters, then says that the rest follows. */
    private void restores(Journey.Restoring restoring) {
        Placement placement =
                saga.placements.find(restoring.target().placement()).orElseThrow();
        String ref = placement.vendorRef().orElse("");
        if (!cloud.existing().contains(ref) && !saga.vendor.existing().contains(ref)) {
            return;
        }
        Box box =
                new Box(mvc, restoring.target().placement(), restoring.target().epoch());
        BackupOpened opened = box.open();
        RestoreOrder order = opened.orders().restore();
        if (order != null) {
            box.say("backup/restore", report(order.id(), box, RestoreReport.REST, 3));
        }
    }

    /** Everything is back. */
    void finishRestore(Box box) {
        RestoreOrder order = box.orders().restore();
        if (order != null) {
            box.say("backup/restore", report(order.id(), box, RestoreReport.DONE, 9));
        }
    }

    static RestoreReport report(String id, Box box, String phase, long bytes) {
        return new RestoreReport(id, box.epoch, phase, 1, 3, bytes, 9, 1, 0, List.of(), null);
    }
}
