package cloud.dumont.sandbox.gce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.google.api.gax.rpc.InvalidArgumentException;
import com.google.api.gax.rpc.NotFoundException;
import com.google.cloud.compute.v1.Allowed;
import com.google.cloud.compute.v1.CreateSnapshotDiskRequest;
import com.google.cloud.compute.v1.Disk;
import com.google.cloud.compute.v1.DisksClient;
import com.google.cloud.compute.v1.DisksResizeRequest;
import com.google.cloud.compute.v1.Firewall;
import com.google.cloud.compute.v1.FirewallsClient;
import com.google.cloud.compute.v1.InsertFirewallRequest;
import com.google.cloud.compute.v1.InsertSubnetworkRequest;
import com.google.cloud.compute.v1.MachineType;
import com.google.cloud.compute.v1.Operation;
import com.google.cloud.compute.v1.Snapshot;
import com.google.cloud.compute.v1.Subnetwork;
import com.google.cloud.compute.v1.Zone;
import java.io.IOException;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Operations and rules of what surrounds virtual machines. */
class ResourceCallsTest {
    private static final String REGION = "us-central1";
    private Cloud cloud;
    private Clients clients;

    @BeforeEach
    void open() throws IOException {
        cloud = new Cloud();
        clients = new Clients(cloud.simulator.url());
    }

    @AfterEach
    void close() throws Exception {
        clients.close();
        cloud.close();
    }

    private static Firewall.Builder rule(String name) {
        return Firewall.newBuilder()
                .setName(name)
                .addTargetTags("sb")
                .addSourceRanges("0.0.0.0/0")
                .addAllowed(Allowed.newBuilder().setIPProtocol("tcp").addPorts("22"));
    }

    private static String name(Operation begun) {
        return begun.getName().split(":")[0];
    }

    @Test
    void whatIsGlobalHasGlobalOperations() throws Exception {
        FirewallsClient firewalls = clients.firewalls();
        InsertFirewallRequest request = InsertFirewallRequest.newBuilder()
                .setProject(Cloud.PROJECT)
                .setRequestId(UUID.randomUUID().toString())
                .setFirewallResource(rule("sb-ssh"))
                .build();
        Operation begun = firewalls.insertCallable().call(request);
        Operation done = clients.globalOperations().wait(Cloud.PROJECT, name(begun));
        assertThat(done.getStatus()).isEqualTo(Operation.Status.DONE);
        assertThat(done.getOperationType()).isEqualTo("insert");
        assertThat(done.getTargetLink()).endsWith("/global/firewalls/sb-ssh");
        assertThat(firewalls.insertCallable().call(request).getName()).isEqualTo(begun.getName());
        assertThat(StreamSupport.stream(
                        clients.globalOperations()
                                .list(Cloud.PROJECT)
                                .iterateAll()
                                .spliterator(),
                        false))
                .extracting(Operation::getName)
                .containsExactly(name(begun));
        Firewall kept = firewalls.get(Cloud.PROJECT, "sb-ssh");
        assertThat(kept.getPriority()).isEqualTo(1000);
        assertThat(kept.getNetwork()).endsWith("/global/networks/default");
        assertThat(firewalls.list(Cloud.PROJECT).iterateAll()).hasSize(1);
    }

    @Test
    void aRuleAllowsOrDeniesSomething() throws Exception {
        FirewallsClient firewalls = clients.firewalls();
        assertThat(catchThrowable(() -> firewalls
                                .insertAsync(
                                        Cloud.PROJECT, rule("sb").clearAllowed().build())
                                .get())
                        .getCause())
                .isInstanceOf(InvalidArgumentException.class);
        assertThat(catchThrowable(() -> firewalls
                                .insertAsync(
                                        Cloud.PROJECT,
                                        rule("sb")
                                                .setNetwork("global/networks/none")
                                                .build())
                                .get())
                        .getCause())
                .isInstanceOf(NotFoundException.class);
    }

    @Test
    void whatIsOfARegionHasItsOperations() throws Exception {
        InsertSubnetworkRequest request = InsertSubnetworkRequest.newBuilder()
                .setProject(Cloud.PROJECT)
                .setRegion(REGION)
                .setSubnetworkResource(Subnetwork.newBuilder()
                        .setName("dumont")
                        .setNetwork("global/networks/default")
                        .setIpCidrRange("10.9.0.0/20"))
                .build();
        Operation begun = clients.subnetworks().insertCallable().call(request);
        Operation done = clients.regionOperations().wait(Cloud.PROJECT, REGION, name(begun));
        assertThat(done.getStatus()).isEqualTo(Operation.Status.DONE);
        assertThat(done.getRegion()).endsWith("/regions/" + REGION);
        assertThatThrownBy(() -> clients.globalOperations().get(Cloud.PROJECT, name(begun)))
                .isInstanceOf(NotFoundException.class);
        assertThat(clients.subnetworks().get(Cloud.PROJECT, REGION, "dumont").getIpCidrRange())
                .isEqualTo("10.9.0.0/20");
    }

    @Test
    void aSnapshotIsMadeByAnOperationOfItsDisksZone() throws Exception {
        DisksClient disks = clients.disks();
        cloud.running(Cloud.machine("sb"));
        Operation begun = disks.createSnapshotCallable()
                .call(CreateSnapshotDiskRequest.newBuilder()
                        .setProject(Cloud.PROJECT)
                        .setZone(Cloud.ZONE)
                        .setDisk("sb")
                        .setGuestFlush(false)
                        .setRequestId(UUID.randomUUID().toString())
                        .setSnapshotResource(Snapshot.newBuilder().setName("snap-1"))
                        .build());
        Operation done = cloud.operations.wait(Cloud.PROJECT, Cloud.ZONE, name(begun));
        assertThat(done.getOperationType()).isEqualTo("createSnapshot");
        Snapshot snapshot = clients.snapshots().get(Cloud.PROJECT, "snap-1");
        assertThat(snapshot.getDiskSizeGb()).isEqualTo(50);
        assertThat(snapshot.getSourceDisk()).endsWith("/zones/" + Cloud.ZONE + "/disks/sb");
        clients.snapshots().deleteAsync(Cloud.PROJECT, "snap-1").get();
        assertThat(clients.snapshots().list(Cloud.PROJECT).iterateAll()).isEmpty();
    }

    @Test
    void disksOnlyGrowAlsoUnderAMachineAndAreKeptWhileUsed() throws Exception {
        DisksClient disks = clients.disks();
        cloud.running(Cloud.machine("sb"));
        DisksResizeRequest larger =
                DisksResizeRequest.newBuilder().setSizeGb(80).build();
        disks.resizeAsync(Cloud.PROJECT, Cloud.ZONE, "sb", larger).get();
        assertThat(cloud.get("sb").getDisks(0).getDiskSizeGb()).isEqualTo(80);
        assertThat(Cloud.reason(catchThrowable(() -> disks.resizeAsync(Cloud.PROJECT, Cloud.ZONE, "sb", larger)
                                .get())
                        .getCause()))
                .contains("\"invalid\"");
        assertThat(Cloud.reason(catchThrowable(() -> disks.deleteAsync(Cloud.PROJECT, Cloud.ZONE, "sb")
                                .get())
                        .getCause()))
                .contains("resourceInUseByAnotherResource");
        cloud.delete("sb");
        assertThatThrownBy(() -> disks.get(Cloud.PROJECT, Cloud.ZONE, "sb")).isInstanceOf(NotFoundException.class);
    }

    @Test
    void aMachineMayBringItsDiskAndTwoMayNotMakeTheSame() throws Exception {
        DisksClient disks = clients.disks();
        disks.insertAsync(
                        Cloud.PROJECT,
                        Cloud.ZONE,
                        Disk.newBuilder().setName("mine").setSizeGb(30).build())
                .get();
        assertThat(Cloud.reason(catchThrowable(() -> cloud.insert(Cloud.machine("mine")))))
                .contains("alreadyExists");
        var brings = Cloud.machine("sb");
        brings.setDisks(
                0,
                brings.getDisks(0).toBuilder()
                        .clearInitializeParams()
                        .setAutoDelete(false)
                        .setSource("zones/" + Cloud.ZONE + "/disks/mine"));
        cloud.running(brings);
        assertThat(cloud.host.orders().getLast().diskGb()).isEqualTo(30);
        cloud.delete("sb");
        assertThat(disks.get(Cloud.PROJECT, Cloud.ZONE, "mine").getUsersList()).isEmpty();
    }

    @Test
    void zonesAndSizesAreListed() throws Exception {
        assertThat(StreamSupport.stream(
                        clients.zones().list(Cloud.PROJECT).iterateAll().spliterator(), false))
                .extracting(Zone::getName)
                .contains(Cloud.ZONE, "europe-west1-b");
        assertThat(clients.zones().get(Cloud.PROJECT, Cloud.ZONE).getRegion()).endsWith("/regions/" + REGION);
        assertThat(StreamSupport.stream(
                        clients.machineTypes()
                                .list(Cloud.PROJECT, Cloud.ZONE)
                                .iterateAll()
                                .spliterator(),
                        false))
                .extracting(MachineType::getName)
                .contains("e2-standard-4", "n2-standard-8");
        assertThatThrownBy(() -> clients.machineTypes().get(Cloud.PROJECT, Cloud.ZONE, "none-1"))
                .isInstanceOf(NotFoundException.class);
    }

    @Test
    void everyProjectBeginsWithANetwork() throws Exception {
        assertThat(clients.networks().get(Cloud.PROJECT, "default").getAutoCreateSubnetworks())
                .isTrue();
    }
}
