package cloud.dumont.sandbox.gce.vm;

import cloud.dumont.sandbox.gce.catalogue.MachineType;
import cloud.dumont.sandbox.gce.catalogue.Zones;
import cloud.dumont.sandbox.gce.operation.Failure;
import cloud.dumont.sandbox.gce.resource.Disks;
import cloud.dumont.sandbox.gce.resource.Resource;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** What zones can give and what the project may take. Plenty, until a lever says otherwise. */
public final class Capacity {
    private static final String EVERY = "*";
    private static final Map<String, Double> USUAL = Map.ofEntries(
            Map.entry("CPUS", 72.0),
            Map.entry("E2_CPUS", 72.0),
            Map.entry("N2_CPUS", 72.0),
            Map.entry("PREEMPTIBLE_CPUS", 72.0),
            Map.entry("INSTANCES", 100.0),
            Map.entry("IN_USE_ADDRESSES", 100.0),
            Map.entry("SSD_TOTAL_GB", 20_480.0),
            Map.entry("DISKS_TOTAL_GB", 20_480.0),
            Map.entry("FIREWALLS", 100.0),
            Map.entry("NETWORKS", 15.0),
            Map.entry("SUBNETWORKS", 100.0),
            Map.entry("SNAPSHOTS", 1_000.0));

    private final String project;
    private final Set<String> soldOut = new HashSet<>();
    private final Map<String, Double> limits = new HashMap<>(USUAL);
    private long revision;

    public Capacity(String project) {
        this.project = project;
    }

    /** @param machineType {@code *}: all */
    public void sellOut(String zone, String machineType) {
        soldOut.add(zone + "/" + machineType);
        revision++;
    }

    /** @param machineType {@code *}: all */
    public void restock(String zone, String machineType) {
        soldOut.removeIf(place -> place.startsWith(zone + "/")
                && (machineType.equals(EVERY) || place.endsWith("/" + EVERY) || place.endsWith("/" + machineType)));
        revision++;
    }

    /** @throws IllegalArgumentException no such metric */
    public void limit(String metric, double limit) {
        if (!USUAL.containsKey(metric)) {
            throw new IllegalArgumentException("no quota " + metric + " here");
        }
        limits.put(metric, limit);
        revision++;
    }

    public double limit(String metric) {
        return limits.getOrDefault(metric, Double.MAX_VALUE);
    }

    public List<String> soldOut() {
        return soldOut.stream().sorted().toList();
    }

    public Map<String, Double> limits() {
        return Map.copyOf(limits);
    }

    public void restore(Collection<String> sold, Map<String, Double> changed) {
        soldOut.addAll(sold);
        limits.putAll(changed);
    }

    public long revision() {
        return revision;
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
        List<Vm> family = running.stream()
                .filter(vm -> vm.type().family().equals(type.family()) && !vm.isSpot())
                .toList();
        double spots = cpus(running.stream().filter(Vm::isSpot).toList());
        Stream<Use> processors = spot
                ? Stream.of(new Use("PREEMPTIBLE_CPUS", spots + type.cpus()))
                : metrics(type).map(metric -> new Use(metric, cpus(family) + type.cpus()));
        Stream<Use> machines =
                Stream.of(new Use("INSTANCES", all.size() + 1), new Use("IN_USE_ADDRESSES", running.size() + 1));
        return Stream.concat(processors, machines)
                .filter(use -> use.amount() > limit(use.metric()))
                .findFirst()
                .map(use -> Failure.quota(use.metric(), region, limit(use.metric())));
    }

    private record Use(String metric, double amount) {}

    /** E2 counts for the common quota and for one of its own; N2 for its own alone. */
    private static Stream<String> metrics(MachineType type) {
        String family = type.family().toUpperCase(Locale.ROOT) + "_CPUS";
        return family.equals("E2_CPUS") ? Stream.of("CPUS", family) : Stream.of(family);
    }

    /** @param gb of a disk to come, which is not among the others */
    public Optional<Failure> overDisks(String metric, long gb, String place, List<Resource> others) {
        String region = place.matches(".*-[a-z]") ? Zones.regionOf(place) : place;
        long used = others.stream()
                .filter(disk -> Disks.metric(Disks.type(disk)).equals(metric)
                        && Zones.regionOf(Vm.last(disk.scope())).equals(region))
                .mapToLong(Disks::gb)
                .sum();
        return used + gb > limit(metric) ? Optional.of(Failure.quota(metric, region, limit(metric))) : Optional.empty();
    }

    private static double cpus(List<Vm> vms) {
        return vms.stream().mapToInt(vm -> vm.type().cpus()).sum();
    }
}
