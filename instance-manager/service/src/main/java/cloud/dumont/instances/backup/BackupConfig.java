package cloud.dumont.instances.backup;

import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * @param include what a machine saves when its user says nothing
 * @param interval how long a small change may wait
 * @param limitBytes what one machine may hold in the store when its user's plan says nothing
 * @param putLife of a URL that writes one object
 * @param getLife of a URL that reads one
 * @param manualDeadline for a snapshot that a user asked for
 * @param finalDeadline for the last backup before a stop or a destroy, when the user says nothing
 * @param balanceDeadline for the last backup of a machine whose balance is used up
 * @param keepDestroyed how long the files of a destroyed machine stay
 * @param lateAfter age of the newest saved state from which a backup is late
 * @param downloadLife of a link to a download
 */
@ConfigurationProperties("dumont.backup")
public record BackupConfig(
        @DefaultValue({"/root", "/home", "/workspace", "/data", "/srv", "/opt"})
        List<String> include,

        @DefaultValue("30s") Duration interval,
        @DefaultValue("1099511627776") long limitBytes,
        @DefaultValue("10m") Duration putLife,
        @DefaultValue("60m") Duration getLife,
        @DefaultValue("30m") Duration manualDeadline,
        @DefaultValue("10m") Duration finalDeadline,
        @DefaultValue("2m") Duration balanceDeadline,
        @DefaultValue("7d") Duration keepDestroyed,
        @DefaultValue("5m") Duration lateAfter,
        @DefaultValue("10m") Duration downloadLife) {}
