package cloud.dumont.monitoring.loss;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How suspects are examined.
 *
 * @param byItself false: only when called, for tests
 * @param every how often each is tried by SSH
 * @param lookEvery how often its vendor is asked
 * @param probeWithin how long one try by SSH may take
 * @param atOnce how many suspects are examined at the same time
 * @param lease for how long the examining replica is left alone by the others after it was last seen
 * @param keep how long tries are remembered
 * @param tellAgain when instance-manager is asked again after it said "not now"
 * @param flaps more suspicions than this
 * @param flapWindow within this time, and the evidence has to last twice as long
 */
@ConfigurationProperties("dumont.health.examination")
public record ExaminationConfig(
        @DefaultValue("true") boolean byItself,
        @DefaultValue("2s") Duration every,
        @DefaultValue("5s") Duration lookEvery,
        @DefaultValue("2s") Duration probeWithin,
        @DefaultValue("256") int atOnce,
        @DefaultValue("10s") Duration lease,
        @DefaultValue("2m") Duration keep,
        @DefaultValue("60s") Duration tellAgain,
        @DefaultValue("3") int flaps,
        @DefaultValue("10m") Duration flapWindow) {}
