package cloud.dumont.sandbox.gce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.google.api.gax.rpc.NotFoundException;
import com.google.cloud.compute.v1.Allowed;
import com.google.cloud.compute.v1.Disk;
import com.google.cloud.compute.v1.DisksClient;
import com.google.cloud.compute.v1.DisksResizeRequest;
import com.google.cloud.compute.v1.Firewall;
import com.google.cloud.compute.v1.FirewallsClient;
import com.google.cloud.compute.v1.Network;
import com.google.cloud.compute.v1.NetworksClient;
import com.google.cloud.compute.v1.Snapshot;
import com.google.cloud.compute.v1.SnapshotsClient;
import com.google.cloud.compute.v1.Subnetwork;
import com.google.cloud.compute.v1.SubnetworksClient;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What surrounds virtual machines, from its making to its end. */
class ResourceTest {
    private static final String NETWORK = "global/networks/dumont";
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

    private void makeNetwork(NetworksClient networks, SubnetworksClient subnetworks) throws Exception {
        networks.insertAsync(
                        Cloud.PROJECT, Network.newBuilder().setName("dumont").build())
                .get();
        Subnetwork subnetwork = Subnetwork.newBuilder()
                .setName("dumont")
                .setNetwork(NETWORK)
                .setIpCidrRange("10.0.0.0/20")
                .build();
        subnetworks.insertAsync(Cloud.PROJECT, "us-central1", subnetwork).get();
    }

    @Test
    void aNetworkIsKeptWhileAMachineIsInIt() throws Exception {
        NetworksClient networks = clients.networks();
        SubnetworksClient subnetworks = clients.subnetworks();
        makeNetwork(networks, subnetworks);
        var machine = Cloud.machine("sb-1");
        machine.setNetworkInterfaces(
                0,
                machine.getNetworkInterfaces(0).toBuilder()
                        .clearNetwork()
                        .setSubnetwork("regions/us-central1/subnetworks/dumont"));
        cloud.running(machine);
        Throwable used = catchThrowable(() ->
                subnetworks.deleteAsync(Cloud.PROJECT, "us-central1", "dumont").get());
        assertThat(Cloud.reason(used.getCause())).contains("resourceInUseByAnotherResource");
        cloud.delete("sb-1");
        subnetworks.deleteAsync(Cloud.PROJECT, "us-central1", "dumont").get();
        networks.deleteAsync(Cloud.PROJECT, "dumont").get();
        assertThatThrownBy(() -> networks.get(Cloud.PROJECT, "dumont")).isInstanceOf(NotFoundException.class);
    }

    @Test
    void aRuleIsPatchedAndHoldsItsNetwork() throws Exception {
        NetworksClient networks = clients.networks();
        FirewallsClient firewalls = clients.firewalls();
        networks.insertAsync(
                        Cloud.PROJECT, Network.newBuilder().setName("dumont").build())
                .get();
        Firewall rule = Firewall.newBuilder()
                .setName("sb-ssh")
                .setNetwork(NETWORK)
                .addTargetTags("sb")
                .addSourceRanges("0.0.0.0/0")
                .addAllowed(Allowed.newBuilder().setIPProtocol("tcp").addPorts("22"))
                .build();
        firewalls.insertAsync(Cloud.PROJECT, rule).get();
        Firewall patch = Firewall.newBuilder().setPriority(900).build();
        firewalls.patchAsync(Cloud.PROJECT, "sb-ssh", patch).get();
        assertThat(firewalls.get(Cloud.PROJECT, "sb-ssh").getPriority()).isEqualTo(900);
        assertThat(firewalls.get(Cloud.PROJECT, "sb-ssh").getAllowed(0).getIPProtocol())
                .isEqualTo("tcp");
        Throwable used = catchThrowable(
                () -> networks.deleteAsync(Cloud.PROJECT, "dumont").get());
        assertThat(Cloud.reason(used.getCause())).contains("resourceInUseByAnotherResource");
        firewalls.deleteAsync(Cloud.PROJECT, "sb-ssh").get();
        networks.deleteAsync(Cloud.PROJECT, "dumont").get();
        assertThatThrownBy(() -> firewalls.get(Cloud.PROJECT, "sb-ssh")).isInstanceOf(NotFoundException.class);
    }

    @Test
    void disksGrowAndAreSnapped() throws Exception {
        DisksClient disks = clients.disks();
        SnapshotsClient snapshots = clients.snapshots();
        Disk disk = Disk.newBuilder().setName("data").setSizeGb(100).build();
        disks.insertAsync(Cloud.PROJECT, Cloud.ZONE, disk).get();
        DisksResizeRequest larger =
                DisksResizeRequest.newBuilder().setSizeGb(200).build();
        disks.resizeAsync(Cloud.PROJECT, Cloud.ZONE, "data", larger).get();
        assertThat(disks.get(Cloud.PROJECT, Cloud.ZONE, "data").getSizeGb()).isEqualTo(200);
        Snapshot snapshot = Snapshot.newBuilder().setName("snap-1").build();
        disks.createSnapshotAsync(Cloud.PROJECT, Cloud.ZONE, "data", snapshot).get();
        assertThat(snapshots.get(Cloud.PROJECT, "snap-1").getStatus()).isEqualTo("READY");
        snapshots.deleteAsync(Cloud.PROJECT, "snap-1").get();
        disks.deleteAsync(Cloud.PROJECT, Cloud.ZONE, "data").get();
        assertThatThrownBy(() -> disks.get(Cloud.PROJECT, Cloud.ZONE, "data")).isInstanceOf(NotFoundException.class);
        assertThat(clients.machineTypes()
                        .get(Cloud.PROJECT, Cloud.ZONE, "e2-standard-4")
                        .getGuestCpus())
                .isEqualTo(4);
    }
}
