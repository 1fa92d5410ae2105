package cloud.dumont.sandbox.gce.vm;

import cloud.dumont.sandbox.gce.catalogue.MachineTypes;
import cloud.dumont.sandbox.gce.catalogue.Zones;
import cloud.dumont.sandbox.meter.Meter;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Every virtual machine, and its bill. */
public final class Vms {
    private final Map<String, Vm> byPlace = new LinkedHashMap<>();
    private final Meter meter;
    private final String project;
    private long revision;

    public Vms(Meter meter, String project) {
        this.meter = meter;
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
        byPlace.put(vm.zone() + "/" + vm.name(), vm);
        revision++;
        BigDecimal machine = vm.phase().status().paysForTheMachine()
                ? MachineTypes.hourly(vm.type(), Zones.regionOf(vm.zone()), vm.isSpot())
                : BigDecimal.ZERO;
        meter.price(vm.ref(), project, vm.name(), machine, MachineTypes.diskHourly(vm.diskGb()), now);
    }

    public void remove(Vm vm, Instant now) {
        byPlace.remove(vm.zone() + "/" + vm.name());
        revision++;
        meter.end(vm.ref(), now);
    }

    public void restore(Collection<Vm> saved) {
        saved.forEach(vm -> byPlace.put(vm.zone() + "/" + vm.name(), vm));
    }

    public long revision() {
        return revision;
    }
}
