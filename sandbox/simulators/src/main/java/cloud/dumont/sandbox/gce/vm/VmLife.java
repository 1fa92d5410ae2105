package cloud.dumont.sandbox.gce.vm;

import cloud.dumont.sandbox.fault.Fault;
import cloud.dumont.sandbox.fault.Faults;
import cloud.dumont.sandbox.gce.GceFault;
import cloud.dumont.sandbox.gce.catalogue.Zones;
import cloud.dumont.sandbox.gce.operation.Failure;
import cloud.dumont.sandbox.gce.operation.Operations;
import cloud.dumont.sandbox.gce.resource.Disks;
import cloud.dumont.sandbox.gce.resource.Resources;
import cloud.dumont.sandbox.gce.vm.VmPace.Step;
import cloud.dumont.sandbox.machine.Boxes;
import cloud.dumont.sandbox.machine.Machine;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Moves virtual machines along: whatever is due at the given moment happens. Runs under the cloud's lock; what the host
 * answers comes back through {@code locked}.
 */
public final class VmLife {
    private static final double LATE_SSH = 60;
    private static final double NOTICE_OF_PREEMPTION = 30;
    private static final String PREEMPTED = "compute.instances.preempted";
    private static final String MOVED = "compute.instances.migrateOnHostMaintenance";
    private static final String STOPPED = "compute.instances.terminateOnHostMaintenance";
    private static final String HOST_ERROR = "compute.instances.hostError";
    private static final String SYSTEM = "system@google.com";

    private final Vms vms;
    private final Operations operations;
    private final Resources resources;
    private final Capacity capacity;
    private final Boxes boxes;
    private final NatAddresses addresses;
    private final Faults faults;
    private final VmPace pace;
    private final InstantSource clock;
    private final Executor locked;

    public VmLife(
            Vms vms,
            Operations operations,
            Resources resources,
            Capacity capacity,
            Boxes boxes,
            NatAddresses addresses,
            Faults faults,
            VmPace pace,
            InstantSource clock,
            Executor locked) {
        this.vms = vms;
        this.operations = operations;
        this.resources = resources;
        this.capacity = capacity;
        this.boxes = boxes;
        this.addresses = addresses;
        this.faults = faults;
        this.pace = pace;
        this.clock = clock;
        this.locked = locked;
    }

    /**
     * What ran when the cloud went down is found terminated; what was under way goes on.
     *
     * @param aliveAt up to when the cloud is known to have run, and machines in it
     */
    public void wakeAfterRestart(Vm vm, Instant aliveAt, Instant now) {
        Vm dead = vm.with(vm.box().gone());
        switch (vm.phase().status()) {
            case RUNNING -> put(dead.with(vm.phase().rest(VmStatus.TERMINATED)), aliveAt);
            case STAGING -> put(dead.with(vm.phase().to(VmStatus.STAGING, now)), aliveAt);
            case STOPPING, SUSPENDING -> put(dead, aliveAt);
            case PROVISIONING, TERMINATED, SUSPENDED -> {}
        }
        boxes.kill(vm.ref());
    }

    public void tick(Instant now) {
        vms.all().forEach(vm -> advance(vm, now));
    }

    private void advance(Vm vm, Instant now) {
        switch (vm.phase().status()) {
            case PROVISIONING -> {
                if (vm.phase().isDue(now)) {
                    provisioned(vm, now);
                }
            }
            case STAGING -> {
                if (vm.phase().isDue(now) && !vm.box().launching()) {
                    launch(vm, now);
                }
            }
            case RUNNING -> watch(vm, now);
            case STOPPING -> {
                if (vm.phase().isDue(now)) {
                    stopped(vm, now);
                }
            }
            case SUSPENDING -> {
                if (vm.phase().isDue(now)) {
                    arrive(vm.with(vm.box().gone()), VmStatus.SUSPENDED, now);
                }
            }
            case TERMINATED, SUSPENDED -> {}
        }
    }

    private void provisioned(Vm vm, Instant now) {
        Optional<Failure> failure = refusal(vm);
        if (failure.isPresent()) {
            fail(vm, failure.get(), now);
            return;
        }
        put(vm.with(vm.phase().to(VmStatus.STAGING, now.plus(pace.of(Step.STAGE, vm)))), now);
    }

    private Optional<Failure> refusal(Vm vm) {
        Optional<Fault> forced = strikes(GceFault.ZONE_EXHAUSTED, vm);
        boolean details =
                forced.map(fault -> fault.setting("form", "").equals("details")).orElse(true);
        String region = Zones.regionOf(vm.zone());
        List<Vm> others = vms.all().stream()
                .filter(other ->
                        other.id() != vm.id() && Zones.regionOf(other.zone()).equals(region))
                .toList();
        List<Vm> running = others.stream()
                .filter(other -> other.phase().status().paysForTheMachine()
                        || other.phase().status() == VmStatus.STAGING)
                .toList();
        Optional<Failure> refusal = capacity.exhausted(
                        vm.zone(), vm.settings().machineType(), details, forced.isPresent())
                .or(() -> capacity.overQuota(vm.type(), vm.isSpot(), region, running, others))
                .or(() -> overDisks(vm, region))
                .or(() -> strikes(GceFault.QUOTA, vm)
                        .map(fault -> Failure.quota("CPUS", region, capacity.limit("CPUS"))));
        return strikes(GceFault.OP_ERROR_WITHOUT_STATUS, vm)
                .map(fault -> refusal.orElseGet(Failure::internal).withoutStatus())
                .or(() -> refusal);
    }

    /** Disks are there before the machine is; the quota is asked as if they came with it. */
    private Optional<Failure> overDisks(Vm vm, String region) {
        boolean again = vm.box().launches() > 0;
        return vm.attachments().stream()
                .filter(it -> it.made() && !again)
                .map(it -> capacity.overDisks(Disks.metric(it.type()), 0, region, resources.of(Disks.KIND)))
                .flatMap(Optional::stream)
                .findFirst();
    }

    /** A machine that never ran is gone; one that should have been resumed is suspended still; another one is terminated. */
    private void fail(Vm vm, Failure failure, Instant now) {
        boolean resumed = Optional.ofNullable(vm.phase().operation())
                .flatMap(name -> operations.find("zones/" + vm.zone(), name))
                .filter(operation -> operation.type().equals("resume"))
                .isPresent();
        operations.end(vm.phase().operation(), failure, now);
        Box box = vm.box();
        boolean neverRan = box.launches() == 0 || box.launches() == 1 && box.launching();
        if (neverRan) {
            boxes.destroy(vm.ref());
            vms.remove(vm, true, now);
        } else {
            VmStatus rest = resumed ? VmStatus.SUSPENDED : VmStatus.TERMINATED;
            put(vm.with(vm.phase().rest(rest)).with(box.gone()), now);
        }
    }

    private void launch(Vm vm, Instant now) {
        Vm launching = vm.with(vm.box().ordered());
        put(launching, now);
        if (strikes(GceFault.START_REFUSED, vm).isPresent()) {
            fail(launching, Failure.internal(), now);
            return;
        }
        Duration ssh =
                strikes(GceFault.PORT_CLOSED_AFTER_RUNNING, vm).map(this::delay).orElseGet(() -> pace.of(Step.SSH, vm));
        int launch = launching.box().launches();
        boxes.start(
                VmOrder.of(boxes.vendor(), launching, ssh),
                machine -> locked.execute(() -> started(launching, launch, machine)),
                reason -> locked.execute(() ->
                        waiting(launching, launch).ifPresent(it -> fail(it, Failure.internal(), clock.instant()))));
    }

    private Duration delay(Fault fault) {
        String wanted = fault.setting("delay_s", "");
        return wanted.isEmpty() ? pace.seconds(LATE_SSH) : Duration.ofSeconds(Long.parseLong(wanted));
    }

    private void started(Vm ordered, int launch, Machine machine) {
        waiting(ordered, launch).ifPresent(vm -> {
            Instant now = clock.instant();
            arrive(vm.with(vm.box().up(addresses.take(machine), now)), VmStatus.RUNNING, now);
        });
    }

    /** The machine if it still waits for exactly this launch; anything else that happened meanwhile wins. */
    private Optional<Vm> waiting(Vm ordered, int launch) {
        return vms.find(ordered.zone(), ordered.name())
                .filter(vm -> vm.id() == ordered.id() && vm.box().launching())
                .filter(vm -> vm.box().launches() == launch);
    }

    /** A machine whose host is lost can only be found out. */
    private void watch(Vm vm, Instant now) {
        Instant noticed = vm.box().noticed();
        Instant end = vm.end();
        if (noticed != null && !now.isBefore(noticed)) {
            event(vm, HOST_ERROR, now);
            put(vm.with(vm.phase().rest(VmStatus.TERMINATED)).with(vm.box().gone()), now);
        } else if (end != null && !now.isBefore(end)) {
            leave(vm, vm.isDeletedWhenTaken(), null, Step.STOP, now);
        } else if (vm.isSpot() && strikes(GceFault.PREEMPT, vm).isPresent()) {
            preempt(vm, now);
        }
    }

    private void stopped(Vm vm, Instant now) {
        if (vm.phase().deleting()) {
            operations.endAllOf(vm.id(), now);
            boxes.destroy(vm.ref());
            vms.remove(vm, false, now);
        } else {
            boxes.stop(vm.ref());
            arrive(vm.with(vm.box().gone()), VmStatus.TERMINATED, now);
        }
    }

    private void arrive(Vm vm, VmStatus where, Instant now) {
        operations.end(vm.phase().operation(), null, now);
        put(vm.with(vm.phase().rest(where)), now);
    }

    private void put(Vm vm, Instant now) {
        vms.put(vm, now);
    }

    private Optional<Fault> strikes(GceFault fault, Vm vm) {
        return faults.strike(fault.kind(), facts(vm));
    }

    private static Map<String, String> facts(Vm vm) {
        return Map.of("ref", vm.ref(), "label", vm.name(), "path", vm.zone() + "/" + vm.name());
    }

    /** A new machine, or one that starts again. */
    public void provision(Vm vm, @Nullable String operation, Instant now) {
        Instant due = now.plus(pace.of(Step.PROVISION, vm));
        put(vm.with(new Phase(VmStatus.PROVISIONING, due, false, operation)), now);
    }

    public void suspend(Vm vm, @Nullable String operation, Instant now) {
        boxes.stop(vm.ref());
        Instant due = now.plus(pace.of(Step.SUSPEND, vm));
        put(vm.with(new Phase(VmStatus.SUSPENDING, due, false, operation)), now);
    }

    /** The box is killed and started again; the machine goes on running meanwhile. */
    public void reset(Vm vm, @Nullable String operation, Instant now) {
        boxes.kill(vm.ref());
        put(
                vm.with(new Phase(VmStatus.STAGING, now, false, operation))
                        .with(vm.box().gone()),
                now);
    }

    public void stop(Vm vm, @Nullable String operation, Instant now) {
        leave(vm, false, operation, Step.STOP, now);
    }

    /** Once more changes nothing: both operations are done when the machine is gone. */
    public void delete(Vm vm, @Nullable String operation, Instant now) {
        if (!vm.phase().deleting()) {
            leave(vm, true, operation, Step.DELETE, now);
        }
    }

    private void leave(Vm vm, boolean deleting, @Nullable String operation, Step step, Instant now) {
        operations.end(
                vm.phase().operation(), Failure.inUse("The resource '" + vm.name() + "' is being changed."), now);
        put(vm.with(new Phase(VmStatus.STOPPING, now.plus(pace.of(step, vm)), deleting, operation)), now);
    }

    /**
     * A Spot machine is taken back: its power button is pressed, and it has half a minute of real life to end its work.
     *
     * @throws IllegalArgumentException it is no Spot machine, or does not run
     */
    public void preempt(Vm vm, Instant now) {
        if (!vm.isSpot()) {
            throw new IllegalArgumentException(vm.name() + " is no Spot machine");
        }
        requireRunning(vm);
        event(vm, PREEMPTED, now);
        boxes.softOff(vm.ref());
        Instant due = now.plus(pace.seconds(NOTICE_OF_PREEMPTION));
        put(vm.with(new Phase(VmStatus.STOPPING, due, vm.isDeletedWhenTaken(), null)), now);
    }

    private void event(Vm vm, String type, Instant now) {
        String name = operations
                .begin("zones/" + vm.zone(), type, vms.url(vm), vm.id(), SYSTEM, null, null, now, now)
                .name();
        operations.end(name, null, now);
    }

    private static void requireRunning(Vm vm) {
        if (vm.phase().status() != VmStatus.RUNNING) {
            throw new IllegalArgumentException(vm.name() + " does not run");
        }
    }

    /** Its host is maintained: a Spot machine is taken, one that cannot move is stopped, every other moves unharmed. */
    public void maintain(Vm vm, Instant now) {
        requireRunning(vm);
        if (vm.isSpot()) {
            preempt(vm, now);
        } else if (vm.isMovedOnMaintenance()) {
            event(vm, MOVED, now);
        } else {
            event(vm, STOPPED, now);
            boxes.softOff(vm.ref());
            leave(vm, false, null, Step.STOP, now);
        }
    }

    /** Its host is lost. @param noticed when the cloud finds out; null: never */
    public void vanish(Vm vm, @Nullable Instant noticed, Instant now) {
        requireRunning(vm);
        boxes.kill(vm.ref());
        put(vm.with(vm.box().lost(noticed)), now);
    }
}
