package cloud.dumont.monitoring.loss;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * When a suspect machine is lost.
 *
 * @param silence how long it was not heard of, if it cannot be reached either
 * @param silenceIfReached how long, if it can be reached another way and its vendor says that it runs
 * @param silenceIfStreamClosed how long since its line for commands broke off at its end, if it cannot be reached by any way
 * @param vendorFresh how old a vendor's word may be
 * @param probes failed tries from each place
 * @param probeWindow within this time
 * @param vantages places to try from
 */
@ConfigurationProperties("dumont.health.loss")
public record LossConfig(
        @DefaultValue("45s") Duration silence,
        @DefaultValue("90s") Duration silenceIfReached,
        @DefaultValue("10s") Duration silenceIfStreamClosed,
        @DefaultValue("15s") Duration vendorFresh,
        @DefaultValue("3") int probes,
        @DefaultValue("10s") Duration probeWindow,
        @DefaultValue("2") int vantages) {}
