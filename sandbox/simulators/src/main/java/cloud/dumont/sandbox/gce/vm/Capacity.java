package cloud.dumont.sandbox.gce.vm;

import cloud.dumont.sandbox.gce.catalogue.MachineType;
import cloud.dumont.sandbox.gce.catalogue.Zones;
import cloud.dumont.sandbox.gce.operation.Failure;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What zones can give and what the project may take. Plenty, until a lever says otherwise. */
public final class Capacity {
    private static final String EVERY = "*";
    private static final Map<String, Double> USUAL = Map.of(
            "CPUS", 72.0,
            "N2_CPUS", 72.0,
            "PREEMPTIBLE_CPUS", 72.0,
            "INSTANCES", 100.0,
            "IN_USE_ADDRESSES", 100.0,
            "SSD_TOTAL_GB", 20_480.0,
            "FIREWALLS", 100.0,
            "NETWORKS", 15.0,
            "SUBNETWORKS", 100.0,
            "SNAPSHOTS", 1_000.0);

    private final String project;
    private final Set<String> soldOut = new HashSet<>();
    private final Map<String, Double> limits = new HashMap<>(USUAL);

    public Capacity(String project) {
        this.project = project;
    }

    /** @param machineType {@code *}: all */
    public void sellOut(String zone, String machineType) {
        soldOut.add(zone + "/" + machineType);
    }

    public void restock(String zone, String machineType) {
        soldOut.remove(zone + "/" + machineType);
        soldOut.remove(zone + "/" + EVERY);
    }

    /** @throws IllegalArgumentException no such metric */
    public void limit(String metric, double limit) {
        if (!USUAL.containsKey(metric)) {
            throw new IllegalArgumentException("no quota " + metric + " here");
        }
        limits.put(metric, limit);
    }

    public double limit(String metric) {
        return limits.getOrDefault(metric, Double.MAX_VALUE);
    }

    Optional<Failure> exhausted(String zone, String machineType, boolean details, boolean forced) {
        boolean sold = soldOut.contains(zone + "/" + machineType) || soldOut.contains(zone + "/" + EVERY);
        if (!sold && !forced) {
            return Optional.empty();
        }
        List<String> others = Zones.all().stream()
                .filter(other -> Zones.regionOf(other).equals(Zones.regionOf(zone)) && !other.equals(zone))
                .filter(other -> !soldOut.contains(other + "/" + machineType) && !soldOut.contains(other + "/" + EVERY))
                .toList();
        return Optional.of(Failure.exhausted(project, zone, machineType, others, details));
    }

    /** The first limit that one more machine would break. @param running machines of the region that use processors */
    Optional<Failure> overQuota(MachineType type, boolean spot, String region, List<Vm> running, List<Vm> all) {
        String family = type.family().toUpperCase(java.util.Locale.ROOT) + "_CPUS";
        double spots = cpus(running.stream().filter(Vm::isSpot).toList());
        double familyCpus = cpus(running.stream()
                .filter(vm -> vm.type().family().equals(type.family()) && !vm.isSpot())
                .toList());
        if (spot && spots + type.cpus() > limit("PREEMPTIBLE_CPUS")) {
            return Optional.of(Failure.quota("PREEMPTIBLE_CPUS", region, limit("PREEMPTIBLE_CPUS")));
        }
        String metric = family.equals("N2_CPUS") ? family : "CPUS";
        if (!spot && familyCpus + type.cpus() > limit(metric)) {
            return Optional.of(Failure.quota(metric, region, limit(metric)));
        }
        if (all.size() + 1 > limit("INSTANCES")) {
            return Optional.of(Failure.quota("INSTANCES", region, limit("INSTANCES")));
        }
        return running.size() + 1 > limit("IN_USE_ADDRESSES")
                ? Optional.of(Failure.quota("IN_USE_ADDRESSES", region, limit("IN_USE_ADDRESSES")))
                : Optional.empty();
    }

    private static double cpus(List<Vm> vms) {
        return vms.stream().mapToInt(vm -> vm.type().cpus()).sum();
    }
}
