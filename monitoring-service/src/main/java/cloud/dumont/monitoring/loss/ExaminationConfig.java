package cloud.dumont.monitoring.loss;

import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
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
 * @param store URL of the store of files, tried to see whether this service itself is cut off; null: not tried
 * @param blindCheckedEvery how often that is tried while there are suspects to be given up
 * @param lag a round that began so much later than it should, or a collection pause of twice that, counts as limping
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
        @DefaultValue("60s") Duration keep,
        @DefaultValue("60s") Duration tellAgain,
        @Nullable URI store,
        @DefaultValue("5s") Duration blindCheckedEvery,
        @DefaultValue("1s") Duration lag,
        @DefaultValue("3") int flaps,
        @DefaultValue("10m") Duration flapWindow) {}
