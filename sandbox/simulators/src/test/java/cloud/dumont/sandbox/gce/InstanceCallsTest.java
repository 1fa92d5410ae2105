package cloud.dumont.sandbox.gce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.google.cloud.compute.v1.AggregatedListInstancesRequest;
import com.google.cloud.compute.v1.AttachDiskInstanceRequest;
import com.google.cloud.compute.v1.AttachedDisk;
import com.google.cloud.compute.v1.Disk;
import com.google.cloud.compute.v1.DisksClient;
import com.google.cloud.compute.v1.Instance;
import com.google.cloud.compute.v1.InstancesSetLabelsRequest;
import com.google.cloud.compute.v1.InstancesSetMachineTypeRequest;
import com.google.cloud.compute.v1.Items;
import com.google.cloud.compute.v1.ListInstancesRequest;
import com.google.cloud.compute.v1.Metadata;
import com.google.cloud.compute.v1.Operation;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a virtual machine can be asked for beside its life. */
class InstanceCallsTest {
    private Cloud cloud;
    private Clients clients;

    @BeforeEach
    void open() throws IOException {
        cloud = new Cloud(Cloud.config(0));
        clients = new Clients(cloud.simulator.url());
    }

    @AfterEach
    void close() throws Exception {
        clients.close();
        cloud.close();
    }

    private static Map<String, String> items(Instance machine) {
        Map<String, String> items = new java.util.HashMap<>();
        machine.getMetadata().getItemsList().forEach(item -> items.put(item.getKey(), item.getValue()));
        return items;
    }

    @Test
    void sshIsWhereTheMetadataSays() throws Exception {
        assertThat(items(cloud.running(Cloud.machine("sb")))).containsEntry("sandbox-ssh-port", "22022");
        cloud.instances.stopAsync(Cloud.PROJECT, Cloud.ZONE, "sb").get();
        assertThat(items(cloud.get("sb"))).doesNotContainKey("sandbox-ssh-port");
    }

    @Test
    void metadataThatIsReadAndWrittenBackDoesNotKeepThePort() throws Exception {
        Metadata read = cloud.running(Cloud.machine("sb")).getMetadata();
        Metadata more = read.toBuilder()
                .addItems(Items.newBuilder().setKey("more").setValue("1"))
                .build();
        cloud.instances.setMetadataAsync(Cloud.PROJECT, Cloud.ZONE, "sb", more).get();
        cloud.instances.stopAsync(Cloud.PROJECT, Cloud.ZONE, "sb").get();
        assertThat(items(cloud.get("sb"))).containsOnlyKeys("startup-script", "ssh-keys", "more");
    }

    @Test
    void theStartupScriptOfEachStartIsTheNewestOne() throws Exception {
        Metadata read = cloud.running(Cloud.machine("sb")).getMetadata();
        Metadata next = Metadata.newBuilder()
                .setFingerprint(read.getFingerprint())
                .addItems(Items.newBuilder().setKey("startup-script").setValue("echo two"))
                .build();
        cloud.instances.setMetadataAsync(Cloud.PROJECT, Cloud.ZONE, "sb", next).get();
        cloud.instances.stopAsync(Cloud.PROJECT, Cloud.ZONE, "sb").get();
        cloud.instances.startAsync(Cloud.PROJECT, Cloud.ZONE, "sb").get();
        assertThat(cloud.host.orders())
                .extracting(order -> order.onstart())
                .containsExactly("#!/bin/sh\ntrue", "echo two");
    }

    @ParameterizedTest
    @CsvSource({"key with spaces, 1, 1", "long, 262145, 1", "many, 200000, 3"})
    void metadataHasItsLimits(String key, int length, int items) {
        Metadata.Builder metadata = Metadata.newBuilder();
        for (int i = 0; i < items; i++) {
            metadata.addItems(Items.newBuilder().setKey(key + i).setValue("x".repeat(length)));
        }
        Throwable refused =
                catchThrowable(() -> cloud.insert(Cloud.machine("sb").setMetadata(metadata)));
        assertThat(Cloud.reason(refused)).contains("\"invalid\"");
    }

    @Test
    void labelsChangeByTheirFingerprint() throws Exception {
        String fingerprint = cloud.running(Cloud.machine("sb")).getLabelFingerprint();
        var change = InstancesSetLabelsRequest.newBuilder()
                .setLabelFingerprint(fingerprint)
                .putLabels("a", "b")
                .build();
        cloud.instances.setLabelsAsync(Cloud.PROJECT, Cloud.ZONE, "sb", change).get();
        assertThat(cloud.get("sb").getLabelsMap()).isEqualTo(Map.of("a", "b"));
        Throwable stale = catchThrowable(() -> cloud.instances
                .setLabelsAsync(Cloud.PROJECT, Cloud.ZONE, "sb", change)
                .get());
        assertThat(Cloud.reason(stale.getCause())).contains("conditionNotMet");
    }

    @Test
    void theSizeChangesOfAStoppedMachineOnly() throws Exception {
        cloud.running(Cloud.machine("sb"));
        var larger = InstancesSetMachineTypeRequest.newBuilder()
                .setMachineType("zones/" + Cloud.ZONE + "/machineTypes/e2-standard-8")
                .build();
        Throwable refused = catchThrowable(() -> cloud.instances
                .setMachineTypeAsync(Cloud.PROJECT, Cloud.ZONE, "sb", larger)
                .get());
        assertThat(Cloud.reason(refused.getCause())).contains("resourceInUseByAnotherResource");
        cloud.instances.stopAsync(Cloud.PROJECT, Cloud.ZONE, "sb").get();
        cloud.instances
                .setMachineTypeAsync(Cloud.PROJECT, Cloud.ZONE, "sb", larger)
                .get();
        assertThat(cloud.get("sb").getMachineType()).endsWith("/e2-standard-8");
    }

    @Test
    void aDiskIsAttachedOnceAndOutlivesTheMachine() throws Exception {
        DisksClient disks = clients.disks();
        disks.insertAsync(
                        Cloud.PROJECT,
                        Cloud.ZONE,
                        Disk.newBuilder().setName("data").setSizeGb(20).build())
                .get();
        cloud.running(Cloud.machine("sb"));
        AttachedDisk data = AttachedDisk.newBuilder()
                .setSource("zones/" + Cloud.ZONE + "/disks/data")
                .setDeviceName("data")
                .build();
        AttachDiskInstanceRequest attach = AttachDiskInstanceRequest.newBuilder()
                .setProject(Cloud.PROJECT)
                .setZone(Cloud.ZONE)
                .setInstance("sb")
                .setAttachedDiskResource(data)
                .build();
        cloud.instances.attachDiskAsync(attach).get();
        assertThat(cloud.get("sb").getDisksList())
                .extracting(disk -> disk.getDeviceName() + " " + disk.getDiskSizeGb())
                .containsExactly("persistent-disk-0 50", "data 20");
        assertThat(disks.get(Cloud.PROJECT, Cloud.ZONE, "data").getUsers(0)).endsWith("/instances/sb");
        Throwable twice =
                catchThrowable(() -> cloud.instances.attachDiskCallable().call(attach));
        assertThat(Cloud.reason(twice)).contains("resourceInUseByAnotherResource");
        cloud.delete("sb");
        assertThat(StreamSupport.stream(
                        disks.list(Cloud.PROJECT, Cloud.ZONE).iterateAll().spliterator(), false))
                .extracting(Disk::getName)
                .containsExactly("data");
    }

    @Test
    void serialPortsTellOfTheBoot() {
        cloud.running(Cloud.machine("sb"));
        assertThat(cloud.instances
                        .getSerialPortOutput(Cloud.PROJECT, Cloud.ZONE, "sb")
                        .getContents())
                .contains("sb");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "name=two | two",
                "name eq \"t.*\" | three two",
                "name:t* | three two",
                "labels.dumont-machine=one | one",
                "labels.dumont-machine:* AND name!=one | three two",
                "(status=RUNNING) (name ne \"t.*\") | one"
            })
    void listsAreFiltered(String filter, String names) {
        List.of("one", "two", "three").forEach(name -> cloud.running(Cloud.machine(name)));
        var found = cloud.instances
                .list(ListInstancesRequest.newBuilder()
                        .setProject(Cloud.PROJECT)
                        .setZone(Cloud.ZONE)
                        .setFilter(filter)
                        .setOrderBy("name")
                        .build())
                .iterateAll();
        assertThat(StreamSupport.stream(found.spliterator(), false).map(Instance::getName))
                .containsExactly(names.split(" "));
    }

    @Test
    void allZonesComeInPagesToo() {
        List.of("one", "two", "three").forEach(name -> cloud.insert(Cloud.machine(name)));
        var pages = cloud.instances.aggregatedList(AggregatedListInstancesRequest.newBuilder()
                .setProject(Cloud.PROJECT)
                .setFilter("name!=two")
                .setMaxResults(1)
                .build());
        assertThat(StreamSupport.stream(pages.iteratePages().spliterator(), false)
                        .count())
                .isEqualTo(2);
        assertThat(StreamSupport.stream(pages.iterateAll().spliterator(), false)
                        .flatMap(scope -> scope.getValue().getInstancesList().stream())
                        .map(Instance::getName))
                .containsExactly("one", "three");
    }

    @Test
    void deletedTwiceItIsGoneOnceAndBothOperationsEnd() throws Exception {
        cloud.close();
        cloud = new Cloud(Cloud.config(0.02));
        cloud.running(Cloud.machine("sb"));
        var first = cloud.instances.deleteAsync(Cloud.PROJECT, Cloud.ZONE, "sb");
        first.getInitialFuture().get();
        Operation second =
                cloud.instances.deleteAsync(Cloud.PROJECT, Cloud.ZONE, "sb").get();
        assertThat(second.hasError()).isFalse();
        assertThat(first.get().hasError()).isFalse();
        assertThat(cloud.names()).isEmpty();
    }
}
