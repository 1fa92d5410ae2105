package cloud.dumont.sandbox.vastai.market;

import java.math.BigDecimal;
import java.time.Instant;

/**
 * What never changes about a machine that a host lists. Memory in MB, disk in GB, network in Mbit/s, storage cost in USD
 * per GB and month, traffic cost in USD per GB.
 *
 * @param bidPermille lowest winning bid in thousandths of the on-demand price; 0 when it is not let on bids
 */
public record HardwareFacts(
        int machineId,
        int hostId,
        int hostingType,
        GpuModel model,
        int gpus,
        String cpuName,
        int cpuCores,
        int cpuRamMb,
        double diskGb,
        String diskName,
        double diskBandwidth,
        double inetUp,
        double inetDown,
        BigDecimal inetUpCost,
        BigDecimal inetDownCost,
        BigDecimal storageCost,
        String geolocation,
        String country,
        double reliability,
        String verification,
        String driver,
        BigDecimal cuda,
        int directPorts,
        boolean staticIp,
        String publicIp,
        int bidPermille,
        Instant listedAt,
        Instant endDate) {

    /** {@code 570.133.20} as the number that filters compare: 570133020. */
    public long driverNumber() {
        String[] parts = driver.split("\\.");
        long number = 0;
        for (int i = 0; i < 3; i++) {
            number = number * 1000 + (i < parts.length ? Integer.parseInt(parts[i]) : 0);
        }
        return number;
    }

    public double fraction(int slice) {
        return (double) slice / gpus;
    }
}
