package cloud.dumont.instances.reclaim;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * @param verifyEvery how long after a kill, and between two looks whether the box is gone
 * @param longestBackoff between two kills of a box that will not go
 * @param misses complete listings without the box, that make it gone
 * @param reconcileEvery how often every vendor's whole list is compared with our rows
 * @param secondSightingAfter how long an orphan must have been seen before it is killed
 * @param freeKills how many orphans may be killed per {@code velocityWindow} without anybody's request
 */
@ConfigurationProperties("dumont.reclaim")
public record ReclaimConfig(
        @DefaultValue("3s") Duration verifyEvery,
        @DefaultValue("10m") Duration longestBackoff,
        @DefaultValue("3") int misses,
        @DefaultValue("60s") Duration reconcileEvery,
        @DefaultValue("60s") Duration secondSightingAfter,
        @DefaultValue("5") int freeKills,
        @DefaultValue("10m") Duration velocityWindow) {}
