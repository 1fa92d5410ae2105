package cloud.dumont.sandbox.meter;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a vendor would bill, from the prices in force at each moment and nothing else: no request, no answer and nothing of
 * the client's is looked at. To the millisecond; amounts are rounded to 6 decimals only when read.
 */
public final class Meter {
    private static final BigDecimal MILLIS_PER_HOUR = BigDecimal.valueOf(3_600_000);

    private final Map<String, Usage> usages = new LinkedHashMap<>();

    /** From now on the resource costs this much; the first call begins it. */
    public synchronized void price(
            String ref, String owner, String label, BigDecimal gpuPerHour, BigDecimal diskPerHour, Instant now) {
        Usage usage = usages.getOrDefault(ref, Usage.begin(ref, owner, label, now));
        usages.put(ref, usage.until(now).priced(label, gpuPerHour, diskPerHour));
    }

    /** Adds the price of a time that no state covers, as where a vendor bills a minute at least. Unknown ones stay as they are. */
    public synchronized void add(String ref, BigDecimal gpuPerHour, Duration time) {
        usages.computeIfPresent(
                ref, (same, usage) -> usage.plus(gpuPerHour.multiply(BigDecimal.valueOf(time.toMillis()))));
    }

    /** The resource ceased to exist. Unknown and already ended ones stay as they are. */
    public synchronized void end(String ref, Instant now) {
        usages.computeIfPresent(
                ref, (same, usage) -> usage.to() == null ? usage.until(now).ended(now) : usage);
    }

    public synchronized MeterReading read(Instant now) {
        List<MeteredResource> resources =
                usages.values().stream().map(usage -> bill(usage.until(now))).toList();
        return new MeterReading(resources, total(resources));
    }

    /** The part of the reading that one account pays. */
    public synchronized MeterReading readOf(String owner, Instant now) {
        List<MeteredResource> resources = usages.values().stream()
                .filter(usage -> usage.owner().equals(owner))
                .map(usage -> bill(usage.until(now)))
                .toList();
        return new MeterReading(resources, total(resources));
    }

    private static BigDecimal total(List<MeteredResource> resources) {
        return resources.stream().map(MeteredResource::usd).reduce(BigDecimal.ZERO.setScale(6), BigDecimal::add);
    }

    private static MeteredResource bill(Usage usage) {
        BigDecimal gpu = usd(usage.gpuSum());
        BigDecimal disk = usd(usage.diskSum());
        BigDecimal traffic = BigDecimal.ZERO.setScale(6);
        return new MeteredResource(
                usage.ref(), usage.label(), gpu.add(disk), gpu, disk, traffic, usage.from(), usage.to());
    }

    private static BigDecimal usd(BigDecimal sum) {
        return sum.divide(MILLIS_PER_HOUR, 6, RoundingMode.HALF_UP);
    }

    /** Everything that must survive a restart. */
    public synchronized List<Usage> snapshot() {
        return List.copyOf(usages.values());
    }

    public synchronized void restore(Collection<Usage> saved) {
        saved.forEach(usage -> usages.put(usage.ref(), usage));
    }
}
