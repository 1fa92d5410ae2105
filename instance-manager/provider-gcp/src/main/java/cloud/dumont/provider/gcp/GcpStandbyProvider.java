package cloud.dumont.provider.gcp;

import cloud.dumont.provider.Launched;
import cloud.dumont.provider.ProviderException;
import cloud.dumont.provider.ProviderException.InstanceGone;
import cloud.dumont.provider.ProviderException.Unreachable;
import cloud.dumont.provider.StandbyBox;
import cloud.dumont.provider.StandbyBox.Status;
import cloud.dumont.provider.StandbyOrder;
import cloud.dumont.provider.StandbyProvider;
import com.google.api.gax.rpc.ApiException;
import com.google.api.gax.rpc.NotFoundException;
import com.google.cloud.compute.v1.AggregatedListInstancesRequest;
import com.google.cloud.compute.v1.DeleteInstanceRequest;
import com.google.cloud.compute.v1.GetInstanceRequest;
import com.google.cloud.compute.v1.InsertInstanceRequest;
import com.google.cloud.compute.v1.Instance;
import com.google.cloud.compute.v1.InstancesScopedList;
import com.google.cloud.compute.v1.Operation;
import com.google.cloud.compute.v1.ResumeInstanceRequest;
import com.google.cloud.compute.v1.StartInstanceRequest;
import com.google.cloud.compute.v1.StopInstanceRequest;
import com.google.cloud.compute.v1.SuspendInstanceRequest;
import com.google.cloud.compute.v1.WaitZoneOperationRequest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Standby machines on Google Compute Engine. Operations are looked at one by one and never through the client's futures, which
 * hide why an operation failed and cannot be taken up again after a crash. A ref is {@code zone/name}.
 */
public final class GcpStandbyProvider implements StandbyProvider, AutoCloseable {
    private static final String EMPTY_PAGE = "NO_RESULTS_ON_PAGE";
    private final GcpConfig config;
    private final GcpClients clients;
    private final GcpNetwork network;

    public GcpStandbyProvider(GcpConfig config) throws IOException {
        this.config = config;
        this.clients = new GcpClients(config);
        this.network = new GcpNetwork(config, clients);
    }

    private record Ref(String zone, String name) {
        static Ref parse(String text) {
            String[] parts = text.split("/", -1);
            if (parts.length != 2) {
                throw new InstanceGone(text);
            }
            return new Ref(parts[0], parts[1]);
        }

        String text() {
            return GcpMachine.ref(zone, name);
        }
    }

    @Override
    public String vendor() {
        return "gcp";
    }

    @Override
    public Launched launch(StandbyOrder order) {
        network.ensure();
        Ref ref = new Ref(order.zone(), order.label());
        InsertInstanceRequest request = InsertInstanceRequest.newBuilder()
                .setProject(config.project())
                .setZone(order.zone())
                .setRequestId(order.requestId().toString())
                .setInstanceResource(GcpMachine.wanted(order, config))
                .build();
        try {
            Operation begun = clients.instances.insertCallable().call(request);
            finish(begun, ref);
        } catch (ApiException e) {
            // A repetition that came after Google forgot the request's id.
            if (!GcpErrors.isTaken(e) || find(ref.text()).isEmpty()) {
                network.forget();
                throw GcpErrors.of(e, "");
            }
        }
        return new Launched(ref.text());
    }

    /** Until it has ended. Asking again for the same is safe, so an end of our patience is no end of the work. */
    private void finish(Operation begun, Ref ref) {
        long until = System.nanoTime() + config.placement().toNanos();
        // Of a first answer Google's client gives the name with project and zone behind colons.
        String name = begun.getName().split(":", 2)[0];
        Operation operation = begun;
        while (operation.getStatus() != Operation.Status.DONE) {
            if (System.nanoTime() - until > 0) {
                throw new Unreachable("the operation still goes on", null);
            }
            operation = GcpErrors.call(
                    ref.text(),
                    () -> clients.operations.wait(WaitZoneOperationRequest.newBuilder()
                            .setProject(config.project())
                            .setZone(ref.zone())
                            .setOperation(name)
                            .build()));
        }
        Optional<ProviderException> failure = GcpErrors.of(operation);
        if (failure.isPresent()) {
            throw failure.get();
        }
    }

    @Override
    public List<StandbyBox> list() {
        return GcpErrors.call("", () -> {
            List<StandbyBox> boxes = new ArrayList<>();
            AggregatedListInstancesRequest request = AggregatedListInstancesRequest.newBuilder()
                    .setProject(config.project())
                    .setReturnPartialSuccess(false)
                    .build();
            for (Map.Entry<String, InstancesScopedList> scope :
                    clients.instances.aggregatedList(request).iterateAll()) {
                refuseUnlessWhole(scope.getKey(), scope.getValue());
                scope.getValue()
                        .getInstancesList()
                        .forEach(machine -> boxes.add(GcpMachine.read(machine, config.sshPort())));
            }
            return List.copyOf(boxes);
        });
    }

    private static void refuseUnlessWhole(String scope, InstancesScopedList list) {
        String warning = list.getWarning().getCode();
        if (!warning.isEmpty() && !warning.equals(EMPTY_PAGE)) {
            throw new Unreachable("no complete list of " + scope + ": " + warning, null);
        }
    }

    @Override
    public Optional<StandbyBox> find(String vendorRef) {
        Ref ref = Ref.parse(vendorRef);
        try {
            Instance machine = clients.instances.get(GetInstanceRequest.newBuilder()
                    .setProject(config.project())
                    .setZone(ref.zone())
                    .setInstance(ref.name())
                    .build());
            return Optional.of(GcpMachine.read(machine, config.sshPort()));
        } catch (NotFoundException e) {
            return Optional.empty();
        } catch (ApiException e) {
            throw GcpErrors.of(e, vendorRef);
        }
    }

    private Status status(String vendorRef) {
        return find(vendorRef).orElseThrow(() -> new InstanceGone(vendorRef)).status();
    }

    @Override
    public void start(String vendorRef) {
        Ref ref = Ref.parse(vendorRef);
        switch (status(vendorRef)) {
            case RUNNING, STARTING -> {}
            case SUSPENDED ->
                finish(
                        begin(
                                ref,
                                () -> clients.instances
                                        .resumeCallable()
                                        .call(ResumeInstanceRequest.newBuilder()
                                                .setProject(config.project())
                                                .setZone(ref.zone())
                                                .setInstance(ref.name())
                                                .build())),
                        ref);
            case STOPPED, STOPPING, SUSPENDING, UNKNOWN ->
                finish(
                        begin(
                                ref,
                                () -> clients.instances
                                        .startCallable()
                                        .call(StartInstanceRequest.newBuilder()
                                                .setProject(config.project())
                                                .setZone(ref.zone())
                                                .setInstance(ref.name())
                                                .build())),
                        ref);
        }
    }

    @Override
    public void stop(String vendorRef) {
        Ref ref = Ref.parse(vendorRef);
        switch (status(vendorRef)) {
            case STOPPED, STOPPING -> {}
            case RUNNING, STARTING, SUSPENDING, SUSPENDED, UNKNOWN ->
                begin(
                        ref,
                        () -> clients.instances
                                .stopCallable()
                                .call(StopInstanceRequest.newBuilder()
                                        .setProject(config.project())
                                        .setZone(ref.zone())
                                        .setInstance(ref.name())
                                        .build()));
        }
    }

    @Override
    public void suspend(String vendorRef) {
        Ref ref = Ref.parse(vendorRef);
        switch (status(vendorRef)) {
            case SUSPENDED, SUSPENDING, STOPPED, STOPPING -> {}
            case RUNNING, STARTING, UNKNOWN ->
                begin(
                        ref,
                        () -> clients.instances
                                .suspendCallable()
                                .call(SuspendInstanceRequest.newBuilder()
                                        .setProject(config.project())
                                        .setZone(ref.zone())
                                        .setInstance(ref.name())
                                        .build()));
        }
    }

    private static Operation begin(Ref ref, Supplier<Operation> call) {
        return GcpErrors.call(ref.text(), call);
    }

    @Override
    public void destroy(String vendorRef) {
        Ref ref = Ref.parse(vendorRef);
        try {
            clients.instances
                    .deleteCallable()
                    .call(DeleteInstanceRequest.newBuilder()
                            .setProject(config.project())
                            .setZone(ref.zone())
                            .setInstance(ref.name())
                            .build());
        } catch (NotFoundException e) {
            // That is what was wanted.
            return;
        } catch (ApiException e) {
            throw GcpErrors.of(e, vendorRef);
        }
    }

    @Override
    public void close() {
        clients.close();
    }
}
