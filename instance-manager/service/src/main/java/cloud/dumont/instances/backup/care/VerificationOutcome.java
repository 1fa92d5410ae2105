package cloud.dumont.instances.backup.care;

import cloud.dumont.events.Actor;
import cloud.dumont.events.BackupEvent;
import cloud.dumont.instances.action.Actions;
import cloud.dumont.instances.action.Progress;
import cloud.dumont.instances.backup.BackupFacts;
import cloud.dumont.instances.backup.Times;
import cloud.dumont.instances.backup.commit.Backup;
import cloud.dumont.instances.backup.machine.Machine;
import cloud.dumont.instances.backup.machine.Machines;
import cloud.dumont.instances.backup.store.verify.VerificationResult;
import cloud.dumont.json.DumontJson;
import cloud.dumont.kernel.ActionId;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Writes down what a verification found, and tells it, in one transaction. */
@Component
class VerificationOutcome {
    private static final int MOST_FILES = 20;
    private final Verifications verifications;
    private final Machines machines;
    private final Actions actions;
    private final BackupFacts facts;
    private final JdbcClient jdbc;
    private final MeterRegistry meters;

    VerificationOutcome(
            Verifications verifications,
            Machines machines,
            Actions actions,
            BackupFacts facts,
            JdbcClient jdbc,
            MeterRegistry meters) {
        this.verifications = verifications;
        this.machines = machines;
        this.actions = actions;
        this.facts = facts;
        this.jdbc = jdbc;
        this.meters = meters;
    }

    /** @return false when it is to be done again, because somebody wants more of it */
    @Transactional
    public boolean found(Verification verification, Backup backup, VerificationResult result, Instant now) {
        Verification current = verifications.hold(verification).orElse(null);
        if (current == null || current.extent() != verification.extent()) {
            return current == null;
        }
        verifications.end(current.id(), "done", now);
        Machine machine = machines.find(backup.instance()).orElseThrow();
        String extent = verification.extent().word();
        if (result.isWhole()) {
            whole(verification, backup, now);
            tell(machine, new BackupEvent.Verified(backup.instance(), backup.id(), backup.seq(), extent), now);
        } else {
            List<String> bad = result.files().stream().limit(MOST_FILES).toList();
            damaged(backup, bad, now);
            tell(
                    machine,
                    new BackupEvent.Damaged(backup.instance(), backup.id(), backup.seq(), result.lostFiles(), bad),
                    now);
        }
        String state = (result.isWhole() ? Backup.State.VERIFIED : Backup.State.DAMAGED).word();
        action(current)
                .ifPresent(action -> actions.succeed(
                        action,
                        Map.of(
                                "backup", backup.id().text(),
                                "state", state,
                                "damaged_files", Long.toString(result.lostFiles())),
                        now));
        count(result.isWhole() ? "verified" : "damaged");
        return true;
    }

    @Transactional
    public void failed(Verification verification, Backup backup, String detail, Instant now) {
        Verification current = verifications.hold(verification).orElse(null);
        if (current == null) {
            return;
        }
        verifications.end(current.id(), "failed", now);
        jdbc.sql("""
                        UPDATE backups SET state = CASE WHEN verified_at IS NULL THEN 'committed' ELSE 'verified' END,
                               version = version + 1
                         WHERE id = :id AND state = 'verifying'
                        """).param("id", backup.id().value()).update();
        action(current)
                .ifPresent(action -> actions.record(action, new Progress.Failed("verification_failed", detail), now));
        count("failed");
    }

    /** A sample says nothing about damage that was found elsewhere. */
    private void whole(Verification verification, Backup backup, Instant now) {
        boolean all = verification.extent() == Verification.Extent.WHOLE;
        jdbc.sql("""
                        UPDATE backups SET state = 'verified', verified_at = :now, version = version + 1
                         WHERE id = :id AND (state IN ('committed', 'verifying', 'verified') OR (state = 'damaged' AND :all))
                        """)
                .param("now", Times.at(now))
                .param("id", backup.id().value())
                .param("all", all)
                .update();
        jdbc.sql("""
                        UPDATE backup_workspaces w SET verified_at = :now, verified_state = 'verified', damaged_files = '[]'
                         WHERE w.instance_id = :instance
                           AND (w.verified_state IS DISTINCT FROM 'damaged'
                                OR (:all AND NOT EXISTS (SELECT 1 FROM backups b
                                                          WHERE b.instance_id = w.instance_id AND b.state = 'damaged'
                                                            AND b.seq > :seq)))
                        """)
                .param("now", Times.at(now))
                .param("instance", backup.instance().value())
                .param("all", all)
                .param("seq", backup.seq())
                .update();
    }

    private void damaged(Backup backup, List<String> files, Instant now) {
        jdbc.sql("""
                        UPDATE backups SET state = 'damaged', verified_at = :now, version = version + 1
                         WHERE id = :id AND state <> 'expired'
                        """)
                .param("now", Times.at(now))
                .param("id", backup.id().value())
                .update();
        jdbc.sql("""
                        UPDATE backup_workspaces
                           SET verified_at = :now, verified_state = 'damaged', damaged_files = CAST(:files AS jsonb)
                         WHERE instance_id = :instance
                        """)
                .param("now", Times.at(now))
                .param("files", DumontJson.mapper().writeValueAsString(files))
                .param("instance", backup.instance().value())
                .update();
    }

    /** Who waits for it now: maybe more than at its begin. */
    private static Optional<ActionId> action(Verification verification) {
        return Optional.ofNullable(verification.action());
    }

    private void tell(Machine machine, BackupEvent event, Instant now) {
        facts.tell(machine, event, Actor.system("backup"), null, now);
    }

    private void count(String result) {
        meters.counter("dumont.backup.verifications", "result", result).increment();
    }
}
