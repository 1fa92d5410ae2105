package cloud.dumont.sandbox.gce.catalogue;

import java.math.BigDecimal;

/**
 * A size of virtual machines.
 *
 * @param cpus as its guest sees them
 * @param hourly on-demand price in us-central1, USD
 */
public record MachineType(String name, int cpus, int memoryMb, BigDecimal hourly) {
    public String family() {
        return name.substring(0, name.indexOf('-'));
    }
}
