package cloud.dumont.provider.gcp;

import com.google.api.client.http.javanet.NetHttpTransport;
import com.google.api.gax.core.FixedExecutorProvider;
import com.google.api.gax.httpjson.HttpJsonTransportChannel;
import com.google.api.gax.httpjson.ManagedHttpJsonChannel;
import com.google.api.gax.rpc.ClientSettings;
import com.google.api.gax.rpc.FixedTransportChannelProvider;
import com.google.api.gax.rpc.UnaryCallSettings;
import com.google.cloud.compute.v1.FirewallsClient;
import com.google.cloud.compute.v1.FirewallsSettings;
import com.google.cloud.compute.v1.GlobalOperationsClient;
import com.google.cloud.compute.v1.GlobalOperationsSettings;
import com.google.cloud.compute.v1.InstancesClient;
import com.google.cloud.compute.v1.InstancesSettings;
import com.google.cloud.compute.v1.NetworksClient;
import com.google.cloud.compute.v1.NetworksSettings;
import com.google.cloud.compute.v1.ZoneOperationsClient;
import com.google.cloud.compute.v1.ZoneOperationsSettings;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;

/** Google's clients on one shared connection and two threads; each of their own would bring several. */
final class GcpClients implements AutoCloseable {
    private static final int THREADS = 2;
    private static final String GOOGLE = "https://compute.googleapis.com";
    /** The server holds {@code wait} back for up to two minutes. */
    private static final Duration WAIT = Duration.ofSeconds(130);

    private final ScheduledExecutorService threads;
    private final ManagedHttpJsonChannel channel;
    final InstancesClient instances;
    final ZoneOperationsClient operations;
    final GlobalOperationsClient globalOperations;
    final NetworksClient networks;
    final FirewallsClient firewalls;

    GcpClients(GcpConfig config) throws IOException {
        String endpoint = config.endpoint() == null ? GOOGLE : config.endpoint();
        threads = new ScheduledThreadPoolExecutor(
                THREADS, Thread.ofPlatform().daemon().name("gcp-", 0).factory());
        channel = ManagedHttpJsonChannel.newBuilder()
                .setEndpoint(endpoint)
                .setExecutor(threads)
                .setHttpTransport(new NetHttpTransport())
                .build();
        FixedTransportChannelProvider shared = FixedTransportChannelProvider.create(
                HttpJsonTransportChannel.newBuilder().setManagedChannel(channel).build());
        FixedExecutorProvider executor = FixedExecutorProvider.create(threads);
        InstancesSettings.Builder instanceCalls =
                on(InstancesSettings.newBuilder(), config, endpoint, shared, executor);
        instanceCalls.applyToAllUnaryMethods(method -> once(method, config.call()));
        instances = InstancesClient.create(instanceCalls.build());
        NetworksSettings.Builder networkCalls = on(NetworksSettings.newBuilder(), config, endpoint, shared, executor);
        networkCalls.applyToAllUnaryMethods(method -> once(method, config.call()));
        networks = NetworksClient.create(networkCalls.build());
        FirewallsSettings.Builder firewallCalls =
                on(FirewallsSettings.newBuilder(), config, endpoint, shared, executor);
        firewallCalls.applyToAllUnaryMethods(method -> once(method, config.call()));
        firewalls = FirewallsClient.create(firewallCalls.build());
        ZoneOperationsSettings.Builder zones =
                on(ZoneOperationsSettings.newBuilder(), config, endpoint, shared, executor);
        zones.applyToAllUnaryMethods(method -> once(method, WAIT));
        operations = ZoneOperationsClient.create(zones.build());
        GlobalOperationsSettings.Builder global =
                on(GlobalOperationsSettings.newBuilder(), config, endpoint, shared, executor);
        global.applyToAllUnaryMethods(method -> once(method, WAIT));
        globalOperations = GlobalOperationsClient.create(global.build());
    }

    private static <B extends ClientSettings.Builder<?, B>> B on(
            B settings,
            GcpConfig config,
            String endpoint,
            FixedTransportChannelProvider shared,
            FixedExecutorProvider executor) {
        return settings.setEndpoint(endpoint)
                .setTransportChannelProvider(shared)
                .setBackgroundExecutorProvider(executor)
                .setCredentialsProvider(config.credentials());
    }

    /** Their own patience is ten minutes, with retries that nobody sees. */
    private static Void once(UnaryCallSettings.Builder<?, ?> method, Duration timeout) {
        method.setSimpleTimeoutNoRetriesDuration(timeout);
        return null;
    }

    @Override
    public void close() {
        instances.close();
        operations.close();
        globalOperations.close();
        networks.close();
        firewalls.close();
        channel.shutdownNow();
        threads.shutdownNow();
    }
}
