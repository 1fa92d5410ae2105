package cloud.dumont.sandbox.vastai.market;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.random.RandomGenerator;

/** Makes machines as hosts of this vendor really have them. */
final class HardwareMint {
    private record Place(String name, String country) {}

    private record Cpu(String name, int cores) {}

    private static final List<Place> PLACES = List.of(
            new Place("Quebec, CA", "CA"),
            new Place("California, US", "US"),
            new Place("Texas, US", "US"),
            new Place("Utah, US", "US"),
            new Place(", US", "US"),
            new Place("Sweden, SE", "SE"),
            new Place("Norway, NO", "NO"),
            new Place("Poland, PL", "PL"),
            new Place("Germany, DE", "DE"),
            new Place("Bulgaria, BG", "BG"),
            new Place("Spain, ES", "ES"),
            new Place("Japan, JP", "JP"),
            new Place("Taiwan, TW", "TW"),
            new Place("South Korea, KR", "KR"),
            new Place("Sao Paulo, BR", "BR"),
            new Place("Iceland, IS", "IS"));
    private static final List<Cpu> CPUS = List.of(
            new Cpu("AMD EPYC 7B13 64-Core Processor", 64),
            new Cpu("AMD EPYC 7763 64-Core Processor", 128),
            new Cpu("AMD EPYC 9354 32-Core Processor", 64),
            new Cpu("Intel Xeon Gold 6330 CPU @ 2.00GHz", 56),
            new Cpu("AMD Ryzen 9 7950X 16-Core Processor", 32),
            new Cpu("AMD Ryzen Threadripper PRO 5975WX 32-Cores", 64));
    private static final List<String> DRIVERS =
            List.of("570.133.20", "575.57.08", "560.35.03", "580.65.06", "550.127.05");
    private static final List<String> CUDAS = List.of("12.8", "12.9", "12.6", "13.0", "12.4");
    private static final List<String> DISKS =
            List.of("Samsung SSD 990 PRO 4TB", "KIOXIA KCD8XRUG7T68", "WD_BLACK SN850X", "INTEL SSDPE2KX080T8");

    private HardwareMint() {}

    static HardwareFacts make(int machineId, GpuModel model, int gpus, Instant now, RandomGenerator random) {
        Place place = pick(PLACES, random);
        Cpu cpu = pick(CPUS, random);
        int software = random.nextInt(DRIVERS.size());
        boolean datacenter = model.microsPerHour() > 500_000 || random.nextInt(4) == 0;
        double down = round(datacenter ? between(900, 8500, random) : between(180, 950, random));
        return new HardwareFacts(
                machineId,
                400 + random.nextInt(300),
                datacenter ? 1 : 0,
                model,
                gpus,
                cpu.name(),
                cpu.cores(),
                64_000 * Math.max(1, gpus) * (1 + random.nextInt(2)) + random.nextInt(999),
                round(between(250, 900, random) * Math.max(1, gpus / 2)),
                pick(DISKS, random),
                round(between(900, 6800, random)),
                round(down * between(0.4, 0.95, random)),
                down,
                cents(random.nextInt(9), 3),
                cents(random.nextInt(6), 3),
                cents(10 + random.nextInt(16), 2),
                place.name(),
                place.country(),
                Math.round(between(0.982, 0.9995, random) * 10_000) / 10_000.0,
                random.nextInt(100) < 90 ? "verified" : "unverified",
                DRIVERS.get(software),
                new BigDecimal(CUDAS.get(software)),
                10 + random.nextInt(490),
                datacenter,
                "203.0.113." + (1 + machineId % 250),
                random.nextInt(100) < 8 ? 0 : 380 + random.nextInt(300),
                now.minus(Duration.ofHours(random.nextInt(900))),
                now.plus(Duration.ofDays(5 + random.nextInt(60))));
    }

    /** A verified machine in a data centre with nothing left to chance. */
    static HardwareFacts plain(int machineId, GpuModel model, int gpus, int bidPermille, Instant now) {
        return new HardwareFacts(
                machineId,
                501,
                1,
                model,
                gpus,
                CPUS.getFirst().name(),
                CPUS.getFirst().cores(),
                257_000,
                800.0 * gpus,
                DISKS.getFirst(),
                2900.0,
                900.0,
                1800.0,
                cents(3, 3),
                cents(2, 3),
                cents(20, 2),
                "Quebec, CA",
                "CA",
                0.9971,
                "verified",
                DRIVERS.getFirst(),
                new BigDecimal(CUDAS.getFirst()),
                250,
                true,
                "203.0.113." + (1 + machineId % 250),
                bidPermille,
                now.minus(Duration.ofDays(20)),
                now.plus(Duration.ofDays(30)));
    }

    /** How many GPUs a new machine of this model has: small ones are the most common. */
    static int count(GpuModel model, RandomGenerator random) {
        int drawn = List.of(1, 1, 1, 2, 2, 4, 4, 8).get(random.nextInt(8));
        return Math.min(drawn, model.most());
    }

    private static <T> T pick(List<T> items, RandomGenerator random) {
        return items.get(random.nextInt(items.size()));
    }

    private static double between(double low, double high, RandomGenerator random) {
        return low + (high - low) * random.nextDouble();
    }

    private static double round(double value) {
        return Math.round(value * 10) / 10.0;
    }

    private static BigDecimal cents(int units, int scale) {
        return BigDecimal.valueOf(units).movePointLeft(scale).setScale(scale, RoundingMode.UNNECESSARY);
    }
}
