package cloud.dumont.sandbox.gce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.google.api.gax.rpc.NotFoundException;
import com.google.cloud.compute.v1.Instance;
import com.google.cloud.compute.v1.ListInstancesRequest;
import com.google.cloud.compute.v1.Operation;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A virtual machine from its insert to its end, as Google's client sees it. */
class MachineLifeTest {
    @TempDir
    Path folder;

    private Cloud cloud;

    @BeforeEach
    void open() throws IOException {
        cloud = new Cloud(Cloud.config(folder.resolve("gce.json")));
    }

    @AfterEach
    void close() {
        cloud.close();
    }

    private Operation done(com.google.api.gax.longrunning.OperationFuture<Operation, Operation> future)
            throws Exception {
        Operation operation = future.get();
        assertThat(operation.hasError()).isFalse();
        return operation;
    }

    @Test
    void isInsertedReachedAndDeleted() throws Exception {
        Operation begun = cloud.insert(Cloud.machine("sb-1"));
        assertThat(begun.getStatus()).isIn(Operation.Status.PENDING, Operation.Status.RUNNING);
        assertThat(cloud.get("sb-1").getStatus()).isIn("PROVISIONING", "STAGING", "RUNNING");
        Operation ended = cloud.ended(begun);
        assertThat(ended.getProgress()).isEqualTo(100);
        Instance machine = cloud.get("sb-1");
        assertThat(machine.getStatus()).isEqualTo("RUNNING");
        String address = machine.getNetworkInterfaces(0).getAccessConfigs(0).getNatIP();
        assertThat(address).startsWith("127.0.1.");
        await().atMost(Duration.ofSeconds(10))
                .ignoreExceptions()
                .until(() -> greeting(address).startsWith("SSH-2.0"));
        assertThat(cloud.host.orders().getFirst().onstart()).contains("true");
        assertThat(cloud.host.orders().getFirst().authorizedKeys()).containsExactly("ssh-ed25519 AAAA someone");
        cloud.delete("sb-1");
        assertThatThrownBy(() -> cloud.get("sb-1")).isInstanceOf(NotFoundException.class);
        await().until(cloud.simulator::hostIdle);
        assertThat(cloud.host.hasDisk("gce", "sb-1." + machine.getId())).isFalse();
    }

    private static String greeting(String address) throws IOException {
        try (Socket socket = new Socket(address, Cloud.SSH_PORT)) {
            socket.setSoTimeout(2_000);
            byte[] bytes = new byte[8];
            return new String(bytes, 0, Math.max(0, socket.getInputStream().read(bytes)), StandardCharsets.US_ASCII);
        }
    }

    @Test
    void stopsStartsSuspendsAndResumesOnTheSameDisk() throws Exception {
        Instance first = cloud.running(Cloud.machine("sb-2"));
        done(cloud.instances.stopAsync(Cloud.PROJECT, Cloud.ZONE, "sb-2"));
        assertThat(cloud.get("sb-2").getStatus()).isEqualTo("TERMINATED");
        assertThat(cloud.get("sb-2").getNetworkInterfaces(0).getAccessConfigs(0).hasNatIP())
                .isFalse();
        done(cloud.instances.startAsync(Cloud.PROJECT, Cloud.ZONE, "sb-2"));
        assertThat(cloud.get("sb-2").getStatus()).isEqualTo("RUNNING");
        done(cloud.instances.suspendAsync(Cloud.PROJECT, Cloud.ZONE, "sb-2"));
        assertThat(cloud.get("sb-2").getStatus()).isEqualTo("SUSPENDED");
        done(cloud.instances.resumeAsync(Cloud.PROJECT, Cloud.ZONE, "sb-2"));
        done(cloud.instances.resetAsync(Cloud.PROJECT, Cloud.ZONE, "sb-2"));
        assertThat(cloud.get("sb-2").getStatus()).isEqualTo("RUNNING");
        assertThat(cloud.get("sb-2").getId()).isEqualTo(first.getId());
        assertThat(cloud.host.calls()).doesNotContain("destroy gce/sb-2." + first.getId());
    }

    @Test
    void theSameRequestAgainIsTheSameOperation() {
        String id = UUID.randomUUID().toString();
        Operation first = cloud.insert(Cloud.machine("sb-3"), id);
        Operation again = cloud.insert(Cloud.machine("sb-3"), id);
        assertThat(again.getName()).isEqualTo(first.getName());
        assertThat(again.getClientOperationId()).isEqualTo(id);
        cloud.ended(first);
        assertThat(cloud.names()).containsExactly("sb-3");
    }

    @Test
    void listsComeInPagesAndByLabel() {
        for (int i = 0; i < 3; i++) {
            cloud.insert(Cloud.machine("page-" + i).putLabels("env", i == 0 ? "other" : "test"));
        }
        Iterable<Instance> all = cloud.instances
                .list(ListInstancesRequest.newBuilder()
                        .setProject(Cloud.PROJECT)
                        .setZone(Cloud.ZONE)
                        .setFilter("labels.env=test")
                        .setMaxResults(1)
                        .build())
                .iterateAll();
        assertThat(StreamSupport.stream(all.spliterator(), false).map(Instance::getName))
                .containsExactly("page-1", "page-2");
        var zones = cloud.instances.aggregatedList(Cloud.PROJECT).iterateAll();
        long found = StreamSupport.stream(zones.spliterator(), false)
                .mapToLong(entry -> entry.getValue().getInstancesCount())
                .sum();
        assertThat(found).isEqualTo(3);
    }

    @Test
    void aSpotMachineIsTakenWithAnEventThatSaysSo() {
        cloud.running(Cloud.spot("spot-1", "STOP"));
        cloud.running(Cloud.spot("spot-2", "DELETE"));
        cloud.simulator.preempt("spot-1");
        cloud.simulator.preempt("spot-2");
        assertThat(cloud.get("spot-1").getStatus()).isEqualTo("STOPPING");
        await().atMost(Duration.ofSeconds(10))
                .until(() -> cloud.get("spot-1").getStatus().equals("TERMINATED"));
        await().atMost(Duration.ofSeconds(10)).until(() -> cloud.names().equals(java.util.List.of("spot-1")));
        var events = cloud.operations.list(Cloud.PROJECT, Cloud.ZONE).iterateAll();
        assertThat(StreamSupport.stream(events.spliterator(), false)
                        .filter(it -> it.getOperationType().equals("compute.instances.preempted"))
                        .map(Operation::getUser))
                .containsExactly("system@google.com", "system@google.com");
    }

    @Test
    void aRestartForgetsNothingAndFindsWhatRanTerminated() throws IOException {
        Instance before = cloud.running(Cloud.machine("kept"));
        cloud.close();
        cloud = new Cloud(Cloud.config(folder.resolve("gce.json")));
        Instance after = cloud.get("kept");
        assertThat(after.getId()).isEqualTo(before.getId());
        assertThat(after.getStatus()).isEqualTo("TERMINATED");
        cloud.delete("kept");
        assertThat(cloud.names()).isEmpty();
    }

    @Test
    void aMachineWhoseHostIsLostIsSaidToRunUntilTheCloudNotices() {
        cloud.running(Cloud.machine("lost"));
        cloud.simulator.vanish("lost", 1);
        assertThat(cloud.get("lost").getStatus()).isEqualTo("RUNNING");
        await().atMost(Duration.ofSeconds(10))
                .until(() -> cloud.get("lost").getStatus().equals("TERMINATED"));
    }

    @Test
    void theMeterCountsMachinesWhileTheyRunAndDisksAlways() throws Exception {
        cloud.running(Cloud.machine("paid"));
        done(cloud.instances.stopAsync(Cloud.PROJECT, Cloud.ZONE, "paid"));
        BigDecimal machine = cloud.simulator.meter().resources().getFirst().gpuUsd();
        await().until(() ->
                cloud.simulator.meter().resources().getFirst().diskUsd().signum() > 0);
        assertThat(cloud.simulator.meter().resources().getFirst().gpuUsd()).isEqualByComparingTo(machine);
    }
}
