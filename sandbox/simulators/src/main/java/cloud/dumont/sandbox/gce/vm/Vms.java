package cloud.dumont.sandbox.gce.vm;

import cloud.dumont.sandbox.gce.catalogue.MachineTypes;
import cloud.dumont.sandbox.gce.catalogue.Zones;
import cloud.dumont.sandbox.gce.resource.Disks;
import cloud.dumont.sandbox.meter.Meter;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Every virtual machine, and its bill. */
public final class Vms {
    private static final long LEAST_SECONDS = 60;
    private final Map<String, Vm> byPlace = new LinkedHashMap<>();
    private final Meter meter;
    private final Disks disks;
    private final String project;
    private long revision;

    public Vms(Meter meter, Disks disks, String project) {
        this.meter = meter;
        this.disks = disks;
        this.project = project;
    }

    public Optional<Vm> find(String zone, String name) {
        return Optional.ofNullable(byPlace.get(zone + "/" + name));
    }

    public List<Vm> all() {
        return List.copyOf(byPlace.values());
    }

    public List<Vm> in(String zone) {
        return all().stream().filter(vm -> vm.zone().equals(zone)).toList();
    }

    public void put(Vm vm, Instant now) {
        Vm before = byPlace.put(place(vm), vm);
        revision++;
        settle(before, vm.pays(), now);
        meter.price(vm.ref(), project, vm.name(), vm.pays() ? hourly(vm) : BigDecimal.ZERO, diskHourly(vm), now);
    }

    /** Disks that go with it are gone, too. @param undone its insert failed: all that it made is gone */
    public void remove(Vm vm, boolean undone, Instant now) {
        Vm before = byPlace.remove(place(vm));
        revision++;
        settle(before, false, now);
        meter.end(vm.ref(), now);
        vm.attachments().stream()
                .filter(it -> it.autoDelete() || undone && it.made())
                .flatMap(it -> disks.find(vm.zone(), it.disk()).stream())
                .forEach(disk -> disks.remove(disk, now));
    }

    /** A run costs whole seconds, a minute at least. */
    private void settle(@Nullable Vm before, boolean goesOn, Instant now) {
        Instant since = before == null ? null : before.box().ran();
        if (before != null && since != null && before.pays() && !goesOn) {
            Duration ran = Duration.between(since, now);
            Duration whole = Duration.ofSeconds(
                    Math.max(LEAST_SECONDS, ran.plusMillis(999).toSeconds()));
            meter.add(before.ref(), hourly(before), whole.minus(ran));
        }
    }

    private static BigDecimal hourly(Vm vm) {
        return MachineTypes.hourly(vm.type(), Zones.regionOf(vm.zone()), vm.isSpot());
    }

    /** Of disks that go with the machine, and of the memory's image while it is suspended. */
    private static BigDecimal diskHourly(Vm vm) {
        BigDecimal sum = vm.attachments().stream()
                .filter(Attachment::onTheBill)
                .map(it -> MachineTypes.diskHourly(it.gb(), it.type()))
                .reduce(BigDecimal.ZERO, BigDecimal::add);
        return vm.phase().status() == VmStatus.SUSPENDED ? sum.add(MachineTypes.imageHourly(vm.type())) : sum;
    }

    private static String place(Vm vm) {
        return vm.zone() + "/" + vm.name();
    }

    /** As operations name it. */
    String url(Vm vm) {
        return "https://www.googleapis.com/compute/v1/projects/" + project + "/zones/" + vm.zone() + "/instances/"
                + vm.name();
    }

    public void restore(Collection<Vm> saved) {
        saved.forEach(vm -> byPlace.put(place(vm), vm));
    }

    /** Whether time alone changes a bill for a machine. */
    public boolean anyRuns() {
        return byPlace.values().stream().anyMatch(Vm::pays);
    }

    public long revision() {
        return revision;
    }
}
