package cloud.dumont.sandbox.gce;

import com.google.api.client.http.javanet.NetHttpTransport;
import com.google.api.gax.core.CredentialsProvider;
import com.google.api.gax.core.FixedExecutorProvider;
import com.google.api.gax.core.NoCredentialsProvider;
import com.google.api.gax.httpjson.HttpJsonTransportChannel;
import com.google.api.gax.httpjson.ManagedHttpJsonChannel;
import com.google.api.gax.rpc.ClientSettings;
import com.google.api.gax.rpc.FixedTransportChannelProvider;
import com.google.cloud.compute.v1.DisksClient;
import com.google.cloud.compute.v1.DisksSettings;
import com.google.cloud.compute.v1.FirewallsClient;
import com.google.cloud.compute.v1.FirewallsSettings;
import com.google.cloud.compute.v1.GlobalOperationsClient;
import com.google.cloud.compute.v1.GlobalOperationsSettings;
import com.google.cloud.compute.v1.InstancesClient;
import com.google.cloud.compute.v1.InstancesSettings;
import com.google.cloud.compute.v1.MachineTypesClient;
import com.google.cloud.compute.v1.MachineTypesSettings;
import com.google.cloud.compute.v1.NetworksClient;
import com.google.cloud.compute.v1.NetworksSettings;
import com.google.cloud.compute.v1.RegionOperationsClient;
import com.google.cloud.compute.v1.RegionOperationsSettings;
import com.google.cloud.compute.v1.SnapshotsClient;
import com.google.cloud.compute.v1.SnapshotsSettings;
import com.google.cloud.compute.v1.SubnetworksClient;
import com.google.cloud.compute.v1.SubnetworksSettings;
import com.google.cloud.compute.v1.ZonesClient;
import com.google.cloud.compute.v1.ZonesSettings;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

/** Google's clients as a service has them: all on one channel and two threads. */
final class Clients implements AutoCloseable {
    private final String url;
    private final CredentialsProvider credentials;
    private final ScheduledExecutorService threads = Executors.newScheduledThreadPool(2);
    private final FixedTransportChannelProvider channel;
    private final Deque<AutoCloseable> open = new ArrayDeque<>();

    Clients(String url) {
        this(url, NoCredentialsProvider.create());
    }

    Clients(String url, CredentialsProvider credentials) {
        this.url = url;
        this.credentials = credentials;
        this.channel = FixedTransportChannelProvider.create(HttpJsonTransportChannel.newBuilder()
                .setManagedChannel(ManagedHttpJsonChannel.newBuilder()
                        .setEndpoint(url)
                        .setExecutor(threads)
                        .setHttpTransport(new NetHttpTransport())
                        .build())
                .build());
    }

    private <S extends ClientSettings<S>, B extends ClientSettings.Builder<S, B>> B shared(B builder) {
        return builder.setEndpoint(url)
                .setTransportChannelProvider(channel)
                .setBackgroundExecutorProvider(FixedExecutorProvider.create(threads))
                .setCredentialsProvider(credentials);
    }

    private <T extends AutoCloseable> T opened(T client) {
        open.push(client);
        return client;
    }

    InstancesClient instances(Duration patience) throws IOException {
        InstancesSettings.Builder settings = shared(InstancesSettings.newBuilder());
        settings.getSettings().setSimpleTimeoutNoRetriesDuration(patience);
        return opened(InstancesClient.create(settings.build()));
    }

    FirewallsClient firewalls() throws IOException {
        return opened(
                FirewallsClient.create(shared(FirewallsSettings.newBuilder()).build()));
    }

    NetworksClient networks() throws IOException {
        return opened(
                NetworksClient.create(shared(NetworksSettings.newBuilder()).build()));
    }

    SubnetworksClient subnetworks() throws IOException {
        return opened(SubnetworksClient.create(
                shared(SubnetworksSettings.newBuilder()).build()));
    }

    DisksClient disks() throws IOException {
        return opened(DisksClient.create(shared(DisksSettings.newBuilder()).build()));
    }

    SnapshotsClient snapshots() throws IOException {
        return opened(
                SnapshotsClient.create(shared(SnapshotsSettings.newBuilder()).build()));
    }

    MachineTypesClient machineTypes() throws IOException {
        return opened(MachineTypesClient.create(
                shared(MachineTypesSettings.newBuilder()).build()));
    }

    ZonesClient zones() throws IOException {
        return opened(ZonesClient.create(shared(ZonesSettings.newBuilder()).build()));
    }

    GlobalOperationsClient globalOperations() throws IOException {
        return opened(GlobalOperationsClient.create(
                shared(GlobalOperationsSettings.newBuilder()).build()));
    }

    RegionOperationsClient regionOperations() throws IOException {
        return opened(RegionOperationsClient.create(
                shared(RegionOperationsSettings.newBuilder()).build()));
    }

    @Override
    public void close() throws Exception {
        while (!open.isEmpty()) {
            open.pop().close();
        }
        threads.shutdownNow();
    }
}
