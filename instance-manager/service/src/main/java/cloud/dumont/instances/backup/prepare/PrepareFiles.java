package cloud.dumont.instances.backup.prepare;

import cloud.dumont.agent.protocol.backup.BackupPolicy;
import cloud.dumont.agent.protocol.backup.Preparation;
import cloud.dumont.agent.protocol.backup.PreparationReport;
import cloud.dumont.agent.protocol.backup.RestoreOrder;
import cloud.dumont.instances.backup.BackupRefusal;
import cloud.dumont.instances.backup.FilesInPlace;
import cloud.dumont.instances.backup.commit.Backup;
import cloud.dumont.instances.backup.commit.Backups;
import cloud.dumont.instances.backup.depot.Depot;
import cloud.dumont.instances.backup.workspace.SealedKeys;
import cloud.dumont.instances.backup.workspace.Workspace;
import cloud.dumont.instances.backup.workspace.Workspaces;
import cloud.dumont.kernel.Epoch;
import cloud.dumont.kernel.InstanceId;
import cloud.dumont.kernel.PlacementId;
import cloud.dumont.web.problem.RefusedException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Lets a box that waits bring its machine's newest version into place, one after the other, each whole. It gets the key to read and
 * nothing to write with: no epoch opens, and every name it could write is refused.
 */
@Component
public class PrepareFiles {
    private final Preparations preparations;
    private final Workspaces workspaces;
    private final SealedKeys keys;
    private final Backups backups;
    private final Depot depot;
    private final PrepareConfig config;
    private final InstantSource clock;

    PrepareFiles(
            Preparations preparations,
            Workspaces workspaces,
            SealedKeys keys,
            Backups backups,
            Depot depot,
            PrepareConfig config,
            InstantSource clock) {
        this.preparations = preparations;
        this.workspaces = workspaces;
        this.keys = keys;
        this.backups = backups;
        this.depot = depot;
        this.config = config;
        this.clock = clock;
    }

    /** May be repeated: an agent that was started again gets the same order again. @throws RefusedException {@code not_serving} */
    @Transactional
    public Preparation next(PlacementId placement, Epoch epoch) {
        depot.store();
        InstanceId instance = preparations
                .readable(placement, epoch)
                .orElseThrow(() -> new RefusedException(new BackupRefusal.NotServing()));
        Workspace workspace = workspaces
                .find(instance)
                .filter(found -> found.erasedAt() == null && found.hasKey())
                .orElseThrow(() -> new RefusedException(new BackupRefusal.NotServing()));
        Instant now = clock.instant();
        preparations.asked(placement, now);
        FilesInPlace row = preparations.of(placement).orElseThrow();
        return new Preparation(
                workspace.id(),
                keys.open(instance).revealBase64(),
                new BackupPolicy(
                        workspace.policyVersion(),
                        workspace.policy().enabled(),
                        workspace.policy().intervalS(),
                        workspace.policy().include(),
                        workspace.policy().exclude(),
                        workspace.limitBytes()),
                version(row, now).map(version -> order(row, version)).orElse(null),
                row.wantsProof());
    }

    private Optional<Backup> version(FilesInPlace row, Instant now) {
        return switch (row.state()) {
            case RUNNING -> Optional.ofNullable(row.backup()).flatMap(backups::find);
            case FAILED -> Optional.empty();
            case WAITING, DONE ->
                backups.tip(row.instance())
                        .filter(tip -> isWorthARound(row, tip))
                        .filter(tip -> backups.pin(tip.id()) && preparations.begin(row.placement(), tip, now));
        };
    }

    private boolean isWorthARound(FilesInPlace row, Backup tip) {
        return row.state() == FilesInPlace.State.WAITING
                || (!row.wantsProof() && row.rounds() < config.rounds() && row.seq() != tip.seq());
    }

    private RestoreOrder order(FilesInPlace row, Backup version) {
        return new RestoreOrder(
                row.placement().text() + "/" + version.seq(),
                backups.chain(row.instance(), version.seq()),
                List.of(),
                "",
                false,
                false,
                null);
    }

    /** May be repeated; what comes too late changes nothing. @throws RefusedException {@code not_serving} */
    @Transactional
    public void report(PlacementId placement, PreparationReport report) {
        if (preparations.readable(placement, report.epoch()).isEmpty()) {
            throw new RefusedException(new BackupRefusal.NotServing());
        }
        String id = report.restore().id();
        preparations
                .of(placement)
                .filter(row -> id.equals(placement.text() + "/" + row.seq()))
                .ifPresent(row -> preparations.report(
                        placement,
                        row.seq(),
                        report,
                        PreparedPhase.state(report.restore().phase()),
                        clock.instant()));
    }
}
