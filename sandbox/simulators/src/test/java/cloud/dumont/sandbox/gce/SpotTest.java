package cloud.dumont.sandbox.gce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import cloud.dumont.sandbox.vastai.HeldClock;
import com.google.api.gax.rpc.NotFoundException;
import com.google.cloud.compute.v1.Instance;
import com.google.cloud.compute.v1.ListZoneOperationsRequest;
import com.google.cloud.compute.v1.Operation;
import com.google.cloud.compute.v1.Scheduling;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Machines that the cloud may take back, at the speed of real life, by a clock that is moved. */
class SpotTest {
    private final HeldClock clock = new HeldClock();
    private Cloud cloud;

    @BeforeEach
    void open() throws IOException {
        cloud = new Cloud(Cloud.config(1), clock);
    }

    @AfterEach
    void close() {
        cloud.close();
    }

    private Instance running(Instance.Builder machine) {
        cloud.insert(machine);
        await().atMost(Duration.ofSeconds(10)).until(() -> {
            clock.move(Duration.ofSeconds(5));
            return cloud.get(machine.getName()).getStatus().equals("RUNNING");
        });
        return cloud.get(machine.getName());
    }

    private void pass(Duration time) {
        clock.move(time);
        cloud.simulator.tick();
        await().until(cloud.simulator::hostIdle);
    }

    private List<Operation> events(String type) {
        var found = cloud.operations
                .list(ListZoneOperationsRequest.newBuilder()
                        .setProject(Cloud.PROJECT)
                        .setZone(Cloud.ZONE)
                        .setFilter("operationType=\"" + type + "\"")
                        .build())
                .iterateAll();
        return StreamSupport.stream(found.spliterator(), false).toList();
    }

    @Test
    void theBoxIsAskedToEndHalfAMinuteBeforeItIsStopped() {
        String ref = "gce/spot-" + running(Cloud.spot("spot", "STOP")).getId();
        cloud.simulator.preempt("spot");
        await().until(cloud.simulator::hostIdle);
        pass(Duration.ofSeconds(29));
        assertThat(cloud.get("spot").getStatus()).isEqualTo("STOPPING");
        assertThat(cloud.host.calls()).contains("softOff " + ref).doesNotContain("stop " + ref);
        pass(Duration.ofSeconds(2));
        assertThat(cloud.get("spot").getStatus()).isEqualTo("TERMINATED");
        assertThat(cloud.host.calls()).endsWith("softOff " + ref, "stop " + ref);
        assertThat(cloud.host.hasDisk("gce", ref.substring(4))).isTrue();
        Operation event = events("compute.instances.preempted").getFirst();
        assertThat(event.getUser()).isEqualTo("system@google.com");
        assertThat(event.getTargetLink()).endsWith("/zones/" + Cloud.ZONE + "/instances/spot");
        assertThat(event.getStatus()).isEqualTo(Operation.Status.DONE);
    }

    @Test
    void oneThatWasToBeDeletedIsGone() {
        running(Cloud.spot("spot", "DELETE"));
        cloud.simulator.preempt("spot");
        pass(Duration.ofSeconds(31));
        assertThatThrownBy(() -> cloud.get("spot")).isInstanceOf(NotFoundException.class);
    }

    @Test
    void aSimulatedMaintenanceTakesASpotMachineForReal() throws Exception {
        running(Cloud.spot("spot", "STOP"));
        cloud.instances
                .simulateMaintenanceEventAsync(Cloud.PROJECT, Cloud.ZONE, "spot")
                .getInitialFuture()
                .get();
        pass(Duration.ofSeconds(31));
        assertThat(cloud.get("spot").getStatus()).isEqualTo("TERMINATED");
        assertThat(events("compute.instances.preempted")).hasSize(1);
    }

    @Test
    void maintenanceStopsWhatCannotMoveAndNothingElse() {
        running(Cloud.machine("moves"));
        running(Cloud.machine("stays").setScheduling(Scheduling.newBuilder().setOnHostMaintenance("TERMINATE")));
        cloud.simulator.maintain("moves");
        cloud.simulator.maintain("stays");
        pass(Duration.ofSeconds(30));
        assertThat(cloud.get("moves").getStatus()).isEqualTo("RUNNING");
        assertThat(cloud.get("stays").getStatus()).isEqualTo("TERMINATED");
        assertThat(events("compute.instances.migrateOnHostMaintenance")).hasSize(1);
        assertThat(events("compute.instances.terminateOnHostMaintenance")).hasSize(1);
    }

    @Test
    void onlyARunningSpotMachineCanBeTaken() {
        running(Cloud.machine("standard"));
        assertThatThrownBy(() -> cloud.simulator.preempt("standard")).isInstanceOf(IllegalArgumentException.class);
        running(Cloud.spot("spot", "STOP"));
        cloud.simulator.preempt("spot");
        pass(Duration.ofSeconds(31));
        assertThatThrownBy(() -> cloud.simulator.preempt("spot")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> cloud.simulator.vanish("spot", 1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theLongestTimeEndsAMachine() {
        running(Cloud.machine("short")
                .setScheduling(Scheduling.newBuilder()
                        .setInstanceTerminationAction("DELETE")
                        .setMaxRunDuration(com.google.cloud.compute.v1.Duration.newBuilder()
                                .setSeconds(3_600))));
        pass(Duration.ofMinutes(50));
        assertThat(cloud.get("short").getStatus()).isEqualTo("RUNNING");
        pass(Duration.ofMinutes(10));
        pass(Duration.ofSeconds(30));
        assertThatThrownBy(() -> cloud.get("short")).isInstanceOf(NotFoundException.class);
    }

    @Test
    void aMachineThatCannotBeResumedStaysSuspended() {
        running(Cloud.machine("sb"));
        cloud.instances.suspendAsync(Cloud.PROJECT, Cloud.ZONE, "sb");
        await().until(() -> cloud.get("sb").getStatus().equals("SUSPENDING"));
        pass(Duration.ofSeconds(30));
        assertThat(cloud.get("sb").getStatus()).isEqualTo("SUSPENDED");
        cloud.simulator.sellOut(Cloud.ZONE, "*");
        cloud.instances.resumeAsync(Cloud.PROJECT, Cloud.ZONE, "sb");
        await().until(() -> cloud.get("sb").getStatus().equals("PROVISIONING"));
        pass(Duration.ofSeconds(10));
        assertThat(cloud.get("sb").getStatus()).isEqualTo("SUSPENDED");
    }
}
