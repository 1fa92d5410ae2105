package cloud.dumont.provider.testkit;

import cloud.dumont.kernel.GpuModel;
import cloud.dumont.kernel.HourlyPrice;
import cloud.dumont.kernel.Region;
import cloud.dumont.provider.Offer;
import cloud.dumont.provider.Offer.Isolation;
import cloud.dumont.provider.Offer.Kind;
import java.math.BigDecimal;

/** Ordinary offers for tests: one GPU, on demand, a container, in Canada, each on a host of its own. */
public final class SampleOffers {
    public static final GpuModel RTX_3090 = new GpuModel("rtx_3090", "RTX 3090", 24);
    public static final GpuModel RTX_4090 = new GpuModel("rtx_4090", "RTX 4090", 24);
    public static final GpuModel H100_SXM = new GpuModel("h100_sxm", "H100 SXM", 80);

    private SampleOffers() {}

    public static Offer of(String vendor, String ref, GpuModel gpu, String gpuUsdPerHour) {
        return of(vendor, ref, gpu, 1, gpuUsdPerHour, 0.99);
    }

    public static Offer of(
            String vendor, String ref, GpuModel gpu, int gpuCount, String gpuUsdPerHour, double reliability) {
        return new Offer(
                vendor,
                ref,
                "host-" + ref,
                gpu,
                gpuCount,
                Kind.ON_DEMAND,
                new Region("CA"),
                HourlyPrice.parse(gpuUsdPerHour),
                HourlyPrice.ZERO,
                new BigDecimal("0.003"),
                reliability,
                800,
                16.0 * gpuCount,
                64_000 * gpuCount,
                gpu.vramGb() * 1024,
                900.0,
                null,
                Isolation.CONTAINER);
    }
}
