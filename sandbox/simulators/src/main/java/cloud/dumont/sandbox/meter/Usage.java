package cloud.dumont.sandbox.meter;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What one resource has used. The two sums are in USD per hour times milliseconds, so that nothing is rounded before it is
 * read.
 *
 * @param owner account that pays
 * @param since from when the two current prices count
 * @param to when the resource ended, null while it exists
 */
public record Usage(
        String ref,
        String owner,
        String label,
        Instant from,
        @Nullable Instant to,
        Instant since,
        BigDecimal gpuPerHour,
        BigDecimal diskPerHour,
        BigDecimal gpuSum,
        BigDecimal diskSum) {

    static Usage begin(String ref, String owner, String label, Instant now) {
        return new Usage(
                ref, owner, label, now, null, now, BigDecimal.ZERO, BigDecimal.ZERO, BigDecimal.ZERO, BigDecimal.ZERO);
    }

    Usage until(Instant now) {
        if (to != null || !now.isAfter(since)) {
            return this;
        }
        BigDecimal millis = BigDecimal.valueOf(Duration.between(since, now).toMillis());
        Instant counted = since.plusMillis(millis.longValueExact());
        return new Usage(
                ref,
                owner,
                label,
                from,
                null,
                counted,
                gpuPerHour,
                diskPerHour,
                gpuSum.add(gpuPerHour.multiply(millis)),
                diskSum.add(diskPerHour.multiply(millis)));
    }

    Usage plus(BigDecimal gpu) {
        return new Usage(ref, owner, label, from, to, since, gpuPerHour, diskPerHour, gpuSum.add(gpu), diskSum);
    }

    Usage priced(String newLabel, BigDecimal gpu, BigDecimal disk) {
        return new Usage(ref, owner, newLabel, from, to, since, gpu, disk, gpuSum, diskSum);
    }

    Usage ended(Instant now) {
        return new Usage(ref, owner, label, from, now, since, BigDecimal.ZERO, BigDecimal.ZERO, gpuSum, diskSum);
    }
}
