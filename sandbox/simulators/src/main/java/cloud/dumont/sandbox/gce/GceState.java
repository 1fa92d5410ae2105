package cloud.dumont.sandbox.gce;

import cloud.dumont.sandbox.gce.operation.Operation;
import cloud.dumont.sandbox.gce.resource.Resource;
import cloud.dumont.sandbox.gce.vm.Vm;
import cloud.dumont.sandbox.meter.Usage;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Everything that survives a restart. @param aliveAt the last moment at which the cloud is known to have run */
record GceState(
        Instant aliveAt,
        long nextId,
        long nextOperation,
        List<Vm> vms,
        List<Operation> operations,
        Map<String, String> requests,
        List<Resource> resources,
        List<Usage> usages,
        List<String> soldOut,
        Map<String, Double> limits) {
    private static final long FIRST_ID = 4_000_000_000_000_000_001L;

    static GceState fresh(Instant now) {
        return new GceState(
                now, FIRST_ID, FIRST_ID, List.of(), List.of(), Map.of(), List.of(), List.of(), List.of(), Map.of());
    }
}
