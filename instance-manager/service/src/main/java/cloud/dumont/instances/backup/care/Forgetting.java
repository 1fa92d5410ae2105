package cloud.dumont.instances.backup.care;

import cloud.dumont.instances.backup.Times;
import cloud.dumont.instances.backup.browse.Downloads;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Removes rows that say nothing any more. */
@Component
class Forgetting {
    private static final Duration REMEMBER = Duration.ofDays(30);
    private final Downloads downloads;
    private final Verifications verifications;
    private final JdbcClient jdbc;
    private final ChoreAges ages;
    private final InstantSource clock;

    Forgetting(Downloads downloads, Verifications verifications, JdbcClient jdbc, ChoreAges ages, InstantSource clock) {
        this.downloads = downloads;
        this.verifications = verifications;
        this.jdbc = jdbc;
        this.ages = ages;
        this.clock = clock;
    }

    void pass() {
        Instant now = clock.instant();
        downloads.forgetExpired(now);
        verifications.forgetBefore(now.minus(REMEMBER));
        forgetCollected(now.minus(REMEMBER));
        ages.done(Chore.FORGETTING);
    }

    /** Expired long ago, and its object was removed: no chain goes through it. The newest never expires but by an erase. */
    private void forgetCollected(Instant before) {
        jdbc.sql("""
                        DELETE FROM backups b USING backup_workspaces w
                         WHERE w.instance_id = b.instance_id AND b.state = 'expired' AND b.expired_at < :before
                           AND NOT EXISTS (SELECT 1 FROM backup_objects o
                                            WHERE o.instance_id = b.instance_id
                                              AND o.name = substr(b.manifest_key, length(w.root) + 1))
                        """).param("before", Times.at(before)).update();
    }
}
