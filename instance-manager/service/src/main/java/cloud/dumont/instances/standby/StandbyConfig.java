package cloud.dumont.instances.standby;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Which standbys there are, and what they cost us. The cloud's price list is no part of its API.
 *
 * @param zones in the order in which they are tried
 * @param machineType of a machine whose user names none
 * @param rates USD per hour by family; of {@link #USUAL_RATES} what is missing here
 * @param spotPercent of the usual price, for one that may be taken
 * @param diskGibMonth USD per GiB and month of disk
 */
@ConfigurationProperties("dumont.standby")
public record StandbyConfig(
        @DefaultValue({"us-central1-a", "us-central1-b", "us-central1-c", "us-central1-f"})
        List<String> zones,

        @DefaultValue("e2-standard-4") String machineType,
        @DefaultValue Map<String, Rate> rates,
        @DefaultValue("40") int spotPercent,
        @DefaultValue("0.10") BigDecimal diskGibMonth) {
    /** As published for us-central1 in March 2025. */
    static final Map<String, Rate> USUAL_RATES = Map.of(
            "e2", new Rate(new BigDecimal("0.02181159"), new BigDecimal("0.00292353")),
            "n2", new Rate(new BigDecimal("0.031611"), new BigDecimal("0.004237")));

    /** USD per hour. */
    public record Rate(BigDecimal vcpu, BigDecimal gib) {}
}
