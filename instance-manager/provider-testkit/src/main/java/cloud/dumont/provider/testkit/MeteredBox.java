package cloud.dumont.provider.testkit;

import cloud.dumont.kernel.HourlyPrice;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What the vendor would bill for one box. {@code to} is null while the box exists. */
public record MeteredBox(
        String vendorRef,
        String label,
        HourlyPrice cost,
        Instant from,
        @Nullable Instant to) {}
