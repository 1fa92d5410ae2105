package cloud.dumont.provider.gcp;

import cloud.dumont.provider.StandbyOrder;
import cloud.dumont.provider.StandbyProvider;
import cloud.dumont.provider.testkit.GpuProviderContract;
import cloud.dumont.provider.testkit.StandbyProviderHarness;
import cloud.dumont.sandbox.gce.GceSimulator;
import cloud.dumont.sandbox.gce.GceSimulatorConfig;
import cloud.dumont.sandbox.machine.FakeMachineHost;
import com.google.api.gax.core.NoCredentialsProvider;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** The adapter at the simulated cloud. */
final class GceSimulatorHarness implements StandbyProviderHarness {
    private static final String ZONE = "us-central1-a";
    private static final int SSH_PORT = 22_022;
    private final FakeMachineHost host = new FakeMachineHost(InstantSource.system());
    private final GceSimulator simulator;
    private final GcpStandbyProvider provider;

    GceSimulatorHarness() {
        this("default");
    }

    /** @param network made by the adapter if it is not the project's own */
    GceSimulatorHarness(String network) {
        try {
            simulator = GceSimulator.start(
                    new GceSimulatorConfig(0, "acme-1", null, 7, 0.01, SSH_PORT), host, InstantSource.system());
            provider = new GcpStandbyProvider(new GcpConfig(
                    "acme-1",
                    simulator.url(),
                    NoCredentialsProvider.create(),
                    "global/networks/" + network,
                    "projects/debian-cloud/global/images/family/debian-12",
                    List.of("dumont-standby"),
                    SSH_PORT,
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(20)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    GceSimulator simulator() {
        return simulator;
    }

    @Override
    public StandbyProvider provider() {
        return provider;
    }

    @Override
    public StandbyOrder order(String label, boolean spot) {
        return new StandbyOrder(
                UUID.randomUUID(),
                label,
                ZONE,
                "e2-standard-4",
                spot,
                50,
                "#!/bin/sh\n# " + GpuProviderContract.SECRET);
    }

    @Override
    public Set<String> existing() {
        return simulator.machines().stream()
                .map(vm -> vm.zone() + "/" + vm.name())
                .collect(Collectors.toSet());
    }

    @Override
    public String startScript(String vendorRef) {
        return host.orders().getLast().onstart();
    }

    @Override
    public void sellOut() {
        simulator.sellOut(ZONE, "*");
    }

    @Override
    public void restock() {
        simulator.restock(ZONE, "*");
    }

    @Override
    public void exhaustQuota() {
        simulator.quota("CPUS", 0);
    }

    @Override
    public void loseNextAnswer() {
        simulator.faults().inject("lost_answer", 1, Map.of("method", "POST"), 0);
    }

    @Override
    public void throttleNext() {
        simulator.faults().inject("throttle", 1, Map.of("method", "POST"), 0);
    }

    @Override
    public void failNextSilently() {
        simulator.faults().inject("op_error_without_status", 1, Map.of(), 0);
    }

    @Override
    public void failPage() {
        simulator.faults().inject("unavailable", 1, Map.of("path", "/aggregated/"), 0);
    }

    @Override
    public void strangeWords() {
        simulator.faults().inject("unknown_words", 0, Map.of(), 0);
    }

    @Override
    public void preempt(String vendorRef) {
        simulator.preempt(vendorRef.substring(vendorRef.indexOf('/') + 1));
    }

    @Override
    public void revokeKey() {
        simulator.requireToken("another");
    }

    @Override
    public void cutLine() {
        simulator.close();
    }

    @Override
    public void close() {
        provider.close();
        simulator.close();
        host.close();
    }
}
