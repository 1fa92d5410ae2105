package cloud.dumont.sandbox.gce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.google.api.gax.core.NoCredentialsProvider;
import com.google.api.gax.rpc.NotFoundException;
import com.google.cloud.compute.v1.Allowed;
import com.google.cloud.compute.v1.Disk;
import com.google.cloud.compute.v1.DisksClient;
import com.google.cloud.compute.v1.DisksResizeRequest;
import com.google.cloud.compute.v1.DisksSettings;
import com.google.cloud.compute.v1.Firewall;
import com.google.cloud.compute.v1.FirewallsClient;
import com.google.cloud.compute.v1.FirewallsSettings;
import com.google.cloud.compute.v1.MachineTypesClient;
import com.google.cloud.compute.v1.MachineTypesSettings;
import com.google.cloud.compute.v1.Network;
import com.google.cloud.compute.v1.NetworksClient;
import com.google.cloud.compute.v1.NetworksSettings;
import com.google.cloud.compute.v1.Snapshot;
import com.google.cloud.compute.v1.SnapshotsClient;
import com.google.cloud.compute.v1.SnapshotsSettings;
import com.google.cloud.compute.v1.Subnetwork;
import com.google.cloud.compute.v1.SubnetworksClient;
import com.google.cloud.compute.v1.SubnetworksSettings;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What surrounds virtual machines. */
class ResourceTest {
    private Cloud cloud;

    @BeforeEach
    void open() throws IOException {
        cloud = new Cloud();
    }

    @AfterEach
    void close() {
        cloud.close();
    }

    @Test
    void anIsolatedNetworkWithItsRules() throws Exception {
        NoCredentialsProvider nobody = NoCredentialsProvider.create();
        String url = cloud.simulator.url();
        try (NetworksClient networks = NetworksClient.create(NetworksSettings.newBuilder()
                        .setEndpoint(url)
                        .setCredentialsProvider(nobody)
                        .build());
                SubnetworksClient subnetworks = SubnetworksClient.create(SubnetworksSettings.newBuilder()
                        .setEndpoint(url)
                        .setCredentialsProvider(nobody)
                        .build());
                FirewallsClient firewalls = FirewallsClient.create(FirewallsSettings.newBuilder()
                        .setEndpoint(url)
                        .setCredentialsProvider(nobody)
                        .build())) {
            networks.insertAsync(
                            Cloud.PROJECT,
                            Network.newBuilder().setName("dumont").build())
                    .get();
            Subnetwork subnetwork = Subnetwork.newBuilder()
                    .setName("dumont")
                    .setNetwork("global/networks/dumont")
                    .setIpCidrRange("10.0.0.0/20")
                    .build();
            subnetworks.insertAsync(Cloud.PROJECT, "us-central1", subnetwork).get();
            Firewall rule = Firewall.newBuilder()
                    .setName("sb-ssh")
                    .setNetwork("global/networks/dumont")
                    .addTargetTags("sb")
                    .addSourceRanges("0.0.0.0/0")
                    .addAllowed(Allowed.newBuilder().setIPProtocol("tcp").addPorts("22"))
                    .build();
            firewalls.insertAsync(Cloud.PROJECT, rule).get();
            firewalls
                    .patchAsync(
                            Cloud.PROJECT,
                            "sb-ssh",
                            Firewall.newBuilder().setPriority(900).build())
                    .get();
            assertThat(firewalls.get(Cloud.PROJECT, "sb-ssh").getPriority()).isEqualTo(900);
            assertThat(firewalls.get(Cloud.PROJECT, "sb-ssh").getAllowed(0).getIPProtocol())
                    .isEqualTo("tcp");
            var machine = Cloud.machine("sb-1");
            machine.setNetworkInterfaces(
                    0,
                    machine.getNetworkInterfaces(0).toBuilder()
                            .clearNetwork()
                            .setSubnetwork("regions/us-central1/subnetworks/dumont"));
            cloud.running(machine);
            Throwable used = catchThrowable(() -> subnetworks
                    .deleteAsync(Cloud.PROJECT, "us-central1", "dumont")
                    .get());
            assertThat(Cloud.reason(used.getCause())).contains("resourceInUseByAnotherResource");
            cloud.delete("sb-1");
            firewalls.deleteAsync(Cloud.PROJECT, "sb-ssh").get();
            subnetworks.deleteAsync(Cloud.PROJECT, "us-central1", "dumont").get();
            networks.deleteAsync(Cloud.PROJECT, "dumont").get();
            assertThatThrownBy(() -> networks.get(Cloud.PROJECT, "dumont")).isInstanceOf(NotFoundException.class);
        }
    }

    @Test
    void disksGrowAndAreSnapped() throws Exception {
        NoCredentialsProvider nobody = NoCredentialsProvider.create();
        String url = cloud.simulator.url();
        try (DisksClient disks = DisksClient.create(DisksSettings.newBuilder()
                        .setEndpoint(url)
                        .setCredentialsProvider(nobody)
                        .build());
                SnapshotsClient snapshots = SnapshotsClient.create(SnapshotsSettings.newBuilder()
                        .setEndpoint(url)
                        .setCredentialsProvider(nobody)
                        .build());
                MachineTypesClient types = MachineTypesClient.create(MachineTypesSettings.newBuilder()
                        .setEndpoint(url)
                        .setCredentialsProvider(nobody)
                        .build())) {
            Disk disk = Disk.newBuilder().setName("data").setSizeGb(100).build();
            disks.insertAsync(Cloud.PROJECT, Cloud.ZONE, disk).get();
            disks.resizeAsync(
                            Cloud.PROJECT,
                            Cloud.ZONE,
                            "data",
                            DisksResizeRequest.newBuilder().setSizeGb(200).build())
                    .get();
            assertThat(disks.get(Cloud.PROJECT, Cloud.ZONE, "data").getSizeGb()).isEqualTo(200);
            disks.createSnapshotAsync(
                            Cloud.PROJECT,
                            Cloud.ZONE,
                            "data",
                            Snapshot.newBuilder().setName("snap-1").build())
                    .get();
            assertThat(snapshots.get(Cloud.PROJECT, "snap-1").getStatus()).isEqualTo("READY");
            snapshots.deleteAsync(Cloud.PROJECT, "snap-1").get();
            disks.deleteAsync(Cloud.PROJECT, Cloud.ZONE, "data").get();
            assertThat(types.get(Cloud.PROJECT, Cloud.ZONE, "e2-standard-4").getGuestCpus())
                    .isEqualTo(4);
        }
    }
}
