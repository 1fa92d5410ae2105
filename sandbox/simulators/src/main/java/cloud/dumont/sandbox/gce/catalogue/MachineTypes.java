package cloud.dumont.sandbox.gce.catalogue;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Sizes and what they cost. Prices are of 2025-03 and only there to let a bill be made. */
public final class MachineTypes {
    private static final int GIB = 1024;
    private static final BigDecimal DEAR_REGION = new BigDecimal("1.587");
    private static final BigDecimal USUAL_SPOT = new BigDecimal("0.35");
    private static final BigDecimal MONTH_HOURS = new BigDecimal("730");
    private static final BigDecimal BALANCED = new BigDecimal("0.10");
    private static final Map<String, BigDecimal> GB_MONTH =
            Map.of("pd-standard", new BigDecimal("0.04"), "pd-balanced", BALANCED, "pd-ssd", new BigDecimal("0.17"));

    private static final List<MachineType> ALL = List.of(
            type("e2-medium", 2, 4, "0.033506"),
            type("e2-standard-2", 2, 8, "0.067011"),
            type("e2-standard-4", 4, 16, "0.134023"),
            type("e2-standard-8", 8, 32, "0.268046"),
            type("e2-standard-16", 16, 64, "0.536091"),
            type("e2-highmem-4", 4, 32, "0.180799"),
            type("n2-standard-2", 2, 8, "0.097118"),
            type("n2-standard-4", 4, 16, "0.194236"),
            type("n2-standard-8", 8, 32, "0.388472"),
            type("n2-highcpu-4", 4, 4, "0.143392"));

    /** Spot prices of e2-highmem-4 as parts of its on-demand price: the regions differ by five times. */
    private static final Map<String, BigDecimal> SPOT = Map.of(
            "southamerica-east1", new BigDecimal("0.170"),
            "us-central1", new BigDecimal("0.400"),
            "europe-west1", new BigDecimal("0.379"));

    private MachineTypes() {}

    private static MachineType type(String name, int cpus, int gib, String hourly) {
        return new MachineType(name, cpus, gib * GIB, new BigDecimal(hourly));
    }

    public static List<MachineType> all() {
        return ALL;
    }

    public static Optional<MachineType> find(String name) {
        return ALL.stream().filter(type -> type.name().equals(name)).findFirst();
    }

    /** USD per hour while the machine runs. */
    public static BigDecimal hourly(MachineType type, String region, boolean spot) {
        BigDecimal onDemand = region.startsWith("southamerica") ? type.hourly().multiply(DEAR_REGION) : type.hourly();
        return spot ? onDemand.multiply(SPOT.getOrDefault(region, USUAL_SPOT)) : onDemand;
    }

    /** USD per hour of a disk, which costs in every state of its machine. */
    public static BigDecimal diskHourly(long gb, String type) {
        return GB_MONTH.getOrDefault(type, BALANCED)
                .multiply(BigDecimal.valueOf(gb))
                .divide(MONTH_HOURS, 9, RoundingMode.HALF_UP);
    }

    /** USD per hour of the memory of a suspended machine. */
    public static BigDecimal imageHourly(MachineType type) {
        return diskHourly(type.memoryMb() / GIB, "pd-balanced");
    }
}
