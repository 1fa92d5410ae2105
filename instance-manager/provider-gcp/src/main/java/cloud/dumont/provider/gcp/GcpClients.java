package cloud.dumont.provider.gcp;

import com.google.api.client.http.javanet.NetHttpTransport;
import com.google.api.gax.core.FixedExecutorProvider;
import com.google.api.gax.httpjson.HttpJsonTransportChannel;
import com.google.api.gax.httpjson.ManagedHttpJsonChannel;
import com.google.api.gax.rpc.FixedTransportChannelProvider;
import com.google.api.gax.rpc.UnaryCallSettings;
import com.google.cloud.compute.v1.InstancesClient;
import com.google.cloud.compute.v1.InstancesSettings;
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
        InstancesSettings.Builder settings = InstancesSettings.newBuilder()
                .setEndpoint(endpoint)
                .setTransportChannelProvider(shared)
                .setBackgroundExecutorProvider(executor)
                .setCredentialsProvider(config.credentials());
        settings.applyToAllUnaryMethods(method -> once(method, config.call()));
        ZoneOperationsSettings.Builder waiting = ZoneOperationsSettings.newBuilder()
                .setEndpoint(endpoint)
                .setTransportChannelProvider(shared)
                .setBackgroundExecutorProvider(executor)
                .setCredentialsProvider(config.credentials());
        waiting.applyToAllUnaryMethods(method -> once(method, WAIT));
        instances = InstancesClient.create(settings.build());
        operations = ZoneOperationsClient.create(waiting.build());
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
        channel.shutdownNow();
        threads.shutdownNow();
    }
}
