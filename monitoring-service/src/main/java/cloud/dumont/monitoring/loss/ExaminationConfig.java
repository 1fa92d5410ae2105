package cloud.dumont.monitoring.loss;

import java.net.URI;
import java.time.Duration;
import java.util.List;
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
 * @param lease how long a replica's shards are left to it after it was last seen
 * @param renewEvery how often it says that it is there
 * @param keep how long tries are remembered
 * @param tellAgain when instance-manager is asked again after it said "not now"
 * @param store URL of the store of files, tried to see whether this service itself is cut off; null: not tried
 * @param vendors URLs of the vendors' APIs, tried likewise
 * @param blindCheckedEvery how often that is tried while there are suspects to be given up
 * @param lag a round that began so much later than it should, or a collection pause of twice that, counts as limping
 */
@ConfigurationProperties("dumont.health.examination")
public record ExaminationConfig(
        @DefaultValue("true") boolean byItself,
        @DefaultValue("2s") Duration every,
        @DefaultValue("5s") Duration lookEvery,
        @DefaultValue("2s") Duration probeWithin,
        @DefaultValue("256") int atOnce,
        @DefaultValue("15s") Duration lease,
        @DefaultValue("5s") Duration renewEvery,
        @DefaultValue("60s") Duration keep,
        @DefaultValue("60s") Duration tellAgain,
        @Nullable URI store,
        @DefaultValue List<URI> vendors,
        @DefaultValue("5s") Duration blindCheckedEvery,
        @DefaultValue("1s") Duration lag) {}
