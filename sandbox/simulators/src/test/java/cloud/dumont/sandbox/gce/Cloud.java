package cloud.dumont.sandbox.gce;

import cloud.dumont.sandbox.machine.FakeMachineHost;
import com.google.api.client.http.HttpResponseException;
import com.google.api.core.ApiFuture;
import com.google.api.gax.core.NoCredentialsProvider;
import com.google.api.gax.rpc.ApiException;
import com.google.cloud.compute.v1.AccessConfig;
import com.google.cloud.compute.v1.AttachedDisk;
import com.google.cloud.compute.v1.AttachedDiskInitializeParams;
import com.google.cloud.compute.v1.DeleteInstanceRequest;
import com.google.cloud.compute.v1.GetZoneOperationRequest;
import com.google.cloud.compute.v1.InsertInstanceRequest;
import com.google.cloud.compute.v1.Instance;
import com.google.cloud.compute.v1.InstancesClient;
import com.google.cloud.compute.v1.InstancesSettings;
import com.google.cloud.compute.v1.Items;
import com.google.cloud.compute.v1.Metadata;
import com.google.cloud.compute.v1.NetworkInterface;
import com.google.cloud.compute.v1.Operation;
import com.google.cloud.compute.v1.Scheduling;
import com.google.cloud.compute.v1.WaitZoneOperationRequest;
import com.google.cloud.compute.v1.ZoneOperationsClient;
import com.google.cloud.compute.v1.ZoneOperationsSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;

/** A simulator with boxes that are none, and Google's own client of it. */
final class Cloud implements AutoCloseable {
    static final String PROJECT = "acme-1";
    static final String ZONE = "us-central1-a";
    static final int SSH_PORT = 22_022;
    final FakeMachineHost host;
    final GceSimulator simulator;
    final InstancesClient instances;
    final ZoneOperationsClient operations;

    Cloud() throws IOException {
        this(config());
    }

    Cloud(GceSimulatorConfig config) throws IOException {
        this(config, InstantSource.system());
    }

    Cloud(GceSimulatorConfig config, InstantSource clock) throws IOException {
        host = new FakeMachineHost(clock);
        simulator = GceSimulator.start(config, host, clock);
        instances = InstancesClient.create(InstancesSettings.newBuilder()
                .setEndpoint(simulator.url())
                .setCredentialsProvider(NoCredentialsProvider.create())
                .build());
        operations = ZoneOperationsClient.create(ZoneOperationsSettings.newBuilder()
                .setEndpoint(simulator.url())
                .setCredentialsProvider(NoCredentialsProvider.create())
                .build());
    }

    static GceSimulatorConfig config() {
        return new GceSimulatorConfig(0, PROJECT, null, 7, 0.01, SSH_PORT);
    }

    /** @param scale 0: nothing takes time, for clocks that stand still */
    static GceSimulatorConfig config(double scale) {
        return new GceSimulatorConfig(0, PROJECT, null, 7, scale, SSH_PORT);
    }

    static GceSimulatorConfig config(Path state) {
        return config().withStateFile(state);
    }

    static Instance.Builder machine(String name) {
        return Instance.newBuilder()
                .setName(name)
                .setMachineType("zones/" + ZONE + "/machineTypes/e2-standard-4")
                .putLabels("dumont-machine", name)
                .setMetadata(Metadata.newBuilder()
                        .addItems(Items.newBuilder().setKey("startup-script").setValue("#!/bin/sh\ntrue"))
                        .addItems(Items.newBuilder().setKey("ssh-keys").setValue("root:ssh-ed25519 AAAA someone")))
                .addNetworkInterfaces(NetworkInterface.newBuilder()
                        .setNetwork("global/networks/default")
                        .addAccessConfigs(AccessConfig.newBuilder()
                                .setName("External NAT")
                                .setType("ONE_TO_ONE_NAT")))
                .addDisks(AttachedDisk.newBuilder()
                        .setBoot(true)
                        .setAutoDelete(true)
                        .setInitializeParams(AttachedDiskInitializeParams.newBuilder()
                                .setSourceImage("projects/debian-cloud/global/images/family/debian-12")
                                .setDiskSizeGb(50)));
    }

    static Instance.Builder spot(String name, String action) {
        return machine(name)
                .setScheduling(Scheduling.newBuilder()
                        .setProvisioningModel("SPOT")
                        .setOnHostMaintenance("TERMINATE")
                        .setAutomaticRestart(false)
                        .setInstanceTerminationAction(action));
    }

    Operation insert(Instance.Builder machine, String requestId) {
        return instances
                .insertCallable()
                .call(InsertInstanceRequest.newBuilder()
                        .setProject(PROJECT)
                        .setZone(ZONE)
                        .setRequestId(requestId)
                        .setInstanceResource(machine)
                        .build());
    }

    Operation insert(Instance.Builder machine) {
        return insert(machine, UUID.randomUUID().toString());
    }

    /** The operation when it has ended, looked at as an adapter does. */
    Operation ended(Operation begun) {
        Operation operation = begun;
        for (int looks = 0; looks < 50 && operation.getStatus() != Operation.Status.DONE; looks++) {
            operation = operations.wait(WaitZoneOperationRequest.newBuilder()
                    .setProject(PROJECT)
                    .setZone(ZONE)
                    .setOperation(begun.getName())
                    .build());
        }
        return operation;
    }

    Operation look(Operation begun) {
        return operations.get(GetZoneOperationRequest.newBuilder()
                .setProject(PROJECT)
                .setZone(ZONE)
                .setOperation(begun.getName())
                .build());
    }

    Instance running(Instance.Builder machine) {
        Operation ended = ended(insert(machine));
        if (ended.hasError()) {
            throw new AssertionError(ended);
        }
        return get(machine.getName());
    }

    Instance get(String name) {
        return instances.get(PROJECT, ZONE, name);
    }

    Operation delete(String name) {
        return ended(instances
                .deleteCallable()
                .call(DeleteInstanceRequest.newBuilder()
                        .setProject(PROJECT)
                        .setZone(ZONE)
                        .setInstance(name)
                        .build()));
    }

    static <T> T join(ApiFuture<T> future) throws Exception {
        return future.get();
    }

    /** Where the reason of a refusal is. */
    static String reason(Throwable refused) {
        ApiException exception = (ApiException) refused;
        return ((HttpResponseException) exception.getCause()).getContent();
    }

    List<String> names() {
        return simulator.machines().stream().map(vm -> vm.name()).toList();
    }

    @Override
    public void close() {
        instances.close();
        operations.close();
        simulator.close();
        host.close();
    }
}
