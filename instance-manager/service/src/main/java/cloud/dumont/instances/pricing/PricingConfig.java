package cloud.dumont.instances.pricing;

import cloud.dumont.kernel.HourlyPrice;
import java.math.BigDecimal;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What the user pays beyond the vendor's bill.
 *
 * @param marginBps on everything the vendor charges, in hundredths of a percent
 * @param trafficGbPerHour traffic that the price includes
 * @param feePerHour fixed, USD
 */
@ConfigurationProperties("dumont.pricing")
public record PricingConfig(
        @DefaultValue("1500") int marginBps,
        @DefaultValue("0.05") BigDecimal trafficGbPerHour,
        @DefaultValue("0") BigDecimal feePerHour) {
    public HourlyPrice fixedFee() {
        return HourlyPrice.of(feePerHour);
    }
}
