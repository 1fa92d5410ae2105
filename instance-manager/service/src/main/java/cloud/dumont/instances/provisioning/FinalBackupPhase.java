package cloud.dumont.instances.provisioning;

import cloud.dumont.instances.backup.FinalBackups;
import cloud.dumont.instances.backup.FinalBackups.Standing;
import cloud.dumont.instances.instance.FinalBackup;
import cloud.dumont.instances.instance.Instance;
import cloud.dumont.instances.instance.InstanceState;
import cloud.dumont.instances.instance.Instances;
import cloud.dumont.instances.instance.LeaveBox;
import cloud.dumont.instances.instance.Origin;
import cloud.dumont.instances.worklist.Next;
import cloud.dumont.kernel.InstanceId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Waits for the last backup of a box. Made: the box goes. Not made in time: the box stays, and the user hears why; unless it has
 * to go anyway, or is to be destroyed and is not heard of: whoever wants to be rid of a box does not pay for its silence.
 */
@Component
class FinalBackupPhase {
    /** The commit wakes us; this is for the case that it could not, and for boxes that die meanwhile. */
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(5);

    private static final Origin ORIGIN = Origin.system("provisioning");
    private final Instances instances;
    private final FinalBackups backups;
    private final LeaveBox leaveBox;
    private final VendorWatch watch;
    private final Silence silence;
    private final TransactionTemplate transactions;
    private final ProvisioningConfig config;
    private final InstantSource clock;

    FinalBackupPhase(
            Instances instances,
            FinalBackups backups,
            LeaveBox leaveBox,
            VendorWatch watch,
            Silence silence,
            TransactionTemplate transactions,
            ProvisioningConfig config,
            InstantSource clock) {
        this.instances = instances;
        this.backups = backups;
        this.leaveBox = leaveBox;
        this.watch = watch;
        this.silence = silence;
        this.transactions = transactions;
        this.config = config;
        this.clock = clock;
    }

    Next step(Instance instance, InstanceState.Served served) {
        if (served instanceof InstanceState.Suspect suspect) {
            watch.look(suspect.serving().placement());
        }
        return Objects.requireNonNull(transactions.execute(status -> settle(instance.id())));
    }

    private Next settle(InstanceId id) {
        Instance instance = instances.lock(id).orElseThrow();
        if (!(instance.state() instanceof InstanceState.Served served)) {
            return Next.now();
        }
        FinalBackup backup = served.finalBackup();
        if (backup == null) {
            return Next.now();
        }
        Instant now = clock.instant();
        boolean isGivenUp = isGivenUp(instance, served, backup, now);
        Standing standing = backups.standing(backup.order());
        if (standing instanceof Standing.Open && (isGivenUp || !now.isBefore(backup.deadline()))) {
            backups.expire(backup.order(), now);
            standing = backups.standing(backup.order());
        }
        return switch (standing) {
            case Standing.Open open -> {
                Duration left = Duration.between(now, backup.deadline());
                yield Next.after(left.compareTo(LOOK_AGAIN) < 0 ? left : LOOK_AGAIN);
            }
            // Where it goes is another queue's.
            case Standing.Done done when backup.then() == FinalBackup.Then.MOVE -> Next.after(LOOK_AGAIN);
            case Standing.Done done -> {
                leaveBox.follow(instance, backup, ORIGIN);
                yield Next.now();
            }
            case Standing.Failed failed -> {
                if (backup.goesAnyway() || isGivenUp) {
                    leaveBox.follow(instance, backup, ORIGIN);
                } else {
                    leaveBox.stay(instance, served, failed.detail(), ORIGIN);
                }
                yield Next.now();
            }
        };
    }

    /** Nobody who wants to be rid of a box waits for one that is not heard of, or that never began to save. */
    private boolean isGivenUp(Instance instance, InstanceState.Served served, FinalBackup backup, Instant now) {
        boolean isToGo = backup.then() == FinalBackup.Then.DESTROY;
        boolean isSilent =
                served instanceof InstanceState.Suspect suspect && silence.lasts(suspect, config.destroySilence(), now);
        return (isToGo && isSilent)
                || ((isToGo || backup.goesAnyway())
                        && !now.isBefore(backup.why().since().plus(config.destroySilence()))
                        && !backups.hasBegun(instance.id(), instance.epoch()));
    }
}
