package cloud.dumont.instances.backup.care;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * @param sweepEvery how often is looked which workspaces have something to do
 * @param tidyEvery per workspace: versions expire, and what nothing needs is removed
 * @param lock how long the bucket's lock keeps objects; what is younger is left for later
 * @param verifyEvery per workspace: a sample of its newest version is read back
 * @param firstVerifyAfter the first commit of a workspace
 * @param samplePercent of the containers, 1 to 100
 * @param verifyPatience how long a store that does not answer lets a verification wait
 * @param watchEvery how often is looked whether backups are late
 * @param atOnce workspaces that are cared for at a time, by each process
 * @param verifyAtOnce verifications at a time, by each process
 * @param copyThreads objects that are copied at a time, per workspace
 */
@ConfigurationProperties("dumont.backup.care")
public record CareConfig(
        @DefaultValue("5s") Duration sweepEvery,
        @DefaultValue("3h") Duration tidyEvery,
        @DefaultValue("0s") Duration lock,
        @DefaultValue("24h") Duration verifyEvery,
        @DefaultValue("10m") Duration firstVerifyAfter,
        @DefaultValue("5") int samplePercent,
        @DefaultValue("2h") Duration verifyPatience,
        @DefaultValue("15s") Duration watchEvery,
        @DefaultValue("4") int atOnce,
        @DefaultValue("2") int verifyAtOnce,
        @DefaultValue("4") int copyThreads) {}
