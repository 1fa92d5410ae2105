package cloud.dumont.sandbox.gce;

import cloud.dumont.sandbox.fault.Faults;
import cloud.dumont.sandbox.gce.api.GceApi;
import cloud.dumont.sandbox.gce.operation.Operations;
import cloud.dumont.sandbox.gce.resource.DefaultNetwork;
import cloud.dumont.sandbox.gce.resource.Disks;
import cloud.dumont.sandbox.gce.resource.Resources;
import cloud.dumont.sandbox.gce.vm.Capacity;
import cloud.dumont.sandbox.gce.vm.NatAddresses;
import cloud.dumont.sandbox.gce.vm.VmLife;
import cloud.dumont.sandbox.gce.vm.VmPace;
import cloud.dumont.sandbox.gce.vm.Vms;
import cloud.dumont.sandbox.machine.Boxes;
import cloud.dumont.sandbox.machine.MachineHost;
import cloud.dumont.sandbox.meter.Meter;
import cloud.dumont.sandbox.wire.StateFile;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/**
 * The whole cloud behind one lock. Each locked step first lets everything happen that is due, then does its work, then saves
 * what changed before anybody can see an answer.
 */
final class GceWorld {
    static final String VENDOR = "gce";
    private static final Duration SAVE_AT_LEAST_EVERY = Duration.ofSeconds(5);
    private final ReentrantLock lock = new ReentrantLock();
    private final InstantSource clock;
    private final StateFile<GceState> file;
    private final Meter meter = new Meter();
    private final Faults faults;
    private final Vms vms;
    private final Operations operations;
    private final Resources resources = new Resources();
    private final Disks disks;
    private final Capacity capacity;
    private final NatAddresses addresses;
    private final Boxes boxes;
    private final VmLife life;
    private final GceApi api;
    private long nextId;
    private long savedRevision = -1;
    private Instant savedAt = Instant.EPOCH;

    GceWorld(GceSimulatorConfig config, MachineHost host, InstantSource clock) {
        this.clock = clock;
        this.file = new StateFile<>(config.stateFile(), GceState.class);
        GceState saved = file.read().orElseGet(() -> GceState.fresh(clock.instant()));
        this.nextId = saved.nextId();
        this.faults = new Faults(GceFault.kinds(), clock);
        this.disks = new Disks(resources, meter, config.project());
        this.vms = new Vms(meter, disks, config.project());
        this.operations = new Operations(saved.nextOperation());
        this.capacity = new Capacity(config.project());
        this.addresses = new NatAddresses(config.sshPort());
        this.boxes = new Boxes(VENDOR, host, addresses::forget);
        VmPace pace = new VmPace(config.seed(), config.bootScale());
        this.life = life(pace);
        this.api = new GceApi(
                config.project(),
                config.token(),
                config.callsPerMinute(),
                vms,
                life,
                operations,
                resources,
                disks,
                capacity,
                pace,
                faults,
                () -> nextId++);
        remember(saved);
    }

    private VmLife life(VmPace pace) {
        return new VmLife(
                vms,
                operations,
                resources,
                capacity,
                boxes,
                addresses,
                faults,
                pace,
                clock,
                work -> locked(ignored -> {
                    work.run();
                    return work;
                }));
    }

    private void remember(GceState saved) {
        meter.restore(saved.usages());
        operations.restore(saved.operations(), saved.requests());
        resources.restore(saved.resources());
        capacity.restore(saved.soldOut(), saved.limits());
        vms.restore(saved.vms());
        Instant now = clock.instant();
        DefaultNetwork.lay(resources, () -> nextId++, now);
        vms.all().forEach(vm -> life.wakeAfterRestart(vm, saved.aliveAt(), now));
    }

    <T> T locked(Function<Instant, T> work) {
        lock.lock();
        try {
            Instant now = clock.instant();
            life.tick(now);
            T result = work.apply(now);
            save(now);
            return result;
        } finally {
            lock.unlock();
        }
    }

    private void save(Instant now) {
        long revision = vms.revision() + operations.revision() + resources.revision() + capacity.revision();
        boolean aged = vms.anyRuns() && !now.isBefore(savedAt.plus(SAVE_AT_LEAST_EVERY));
        if (revision != savedRevision || aged) {
            file.write(new GceState(
                    now,
                    nextId,
                    operations.nextId(),
                    vms.all(),
                    operations.all(),
                    operations.requests(),
                    resources.all(),
                    meter.snapshot(),
                    capacity.soldOut(),
                    capacity.limits()));
            savedRevision = revision;
            savedAt = now;
        }
    }

    GceApi api() {
        return api;
    }

    Faults faults() {
        return faults;
    }

    Meter meter() {
        return meter;
    }

    Vms vms() {
        return vms;
    }

    VmLife life() {
        return life;
    }

    Capacity capacity() {
        return capacity;
    }

    Boxes boxes() {
        return boxes;
    }

    void close() {
        boxes.close();
        addresses.close();
    }
}
