package cloud.dumont.instances.provisioning;

import cloud.dumont.instances.instance.Instance;
import cloud.dumont.instances.instance.InstanceState;
import cloud.dumont.instances.instance.Instances;
import cloud.dumont.instances.instance.Origin;
import cloud.dumont.instances.instance.Reason;
import cloud.dumont.instances.instance.ReasonCode;
import cloud.dumont.instances.instance.Reboot;
import cloud.dumont.instances.placement.Placement;
import cloud.dumont.instances.placement.Placements;
import cloud.dumont.instances.vendor.Vendors;
import cloud.dumont.instances.worklist.Next;
import cloud.dumont.kernel.InstanceId;
import cloud.dumont.provider.ProviderException;
import cloud.dumont.provider.Rebootable;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** What a serving machine still needs: a restart that was asked for, a closer look while it is not heard of. */
@Component
class ServePhase {
    private static final Origin ORIGIN = Origin.system("provisioning");
    private final Instances instances;
    private final Placements placements;
    private final Vendors vendors;
    private final VendorWatch watch;
    private final FinalBackupPhase finalBackup;
    private final Silence silence;
    private final SshProbe ssh;
    private final TransactionTemplate transactions;
    private final ProvisioningConfig config;
    private final InstantSource clock;

    ServePhase(
            Instances instances,
            Placements placements,
            Vendors vendors,
            VendorWatch watch,
            FinalBackupPhase finalBackup,
            Silence silence,
            SshProbe ssh,
            TransactionTemplate transactions,
            ProvisioningConfig config,
            InstantSource clock) {
        this.instances = instances;
        this.placements = placements;
        this.vendors = vendors;
        this.watch = watch;
        this.finalBackup = finalBackup;
        this.silence = silence;
        this.ssh = ssh;
        this.transactions = transactions;
        this.config = config;
        this.clock = clock;
    }

    Next step(Instance instance, InstanceState.Served served) {
        if (served.finalBackup() != null) {
            return finalBackup.step(instance, served);
        }
        Reboot reboot = served.reboot();
        if (reboot != null) {
            return reboot.sentAt() == null
                    ? send(instance, served, reboot)
                    : awaitReturn(instance, served, reboot, reboot.sentAt());
        }
        if (served instanceof InstanceState.Suspect suspect) {
            if (!silence.isUnbroken(suspect)) {
                clear(instance.id());
                return Next.done();
            }
            watch.look(suspect.serving().placement());
            return Next.after(config.suspectPoll());
        }
        return Next.done();
    }

    private void clear(InstanceId id) {
        Instant now = clock.instant();
        transactions.executeWithoutResult(status -> {
            Instance instance = instances.lock(id).orElseThrow();
            if (instance.state() instanceof InstanceState.Suspect suspect) {
                instance.become(suspect.clear(ReasonCode.BEATS_RESUMED.reason(now, ORIGIN.actor())));
                instances.save(instance, ORIGIN, now);
            }
        });
    }

    private Next send(Instance instance, InstanceState.Served served, Reboot reboot) {
        Placement placement = placements.find(served.serving().placement()).orElseThrow();
        if (!(vendors.of(placement.vendor()) instanceof Rebootable vendor)) {
            return fail(instance.id(), "it cannot restart boxes.");
        }
        try {
            vendor.reboot(placement.vendorRef().orElseThrow());
        } catch (ProviderException.Throttled | ProviderException.Unreachable e) {
            return isOverdue(reboot) ? fail(instance.id(), "it does not answer.") : Next.after(config.retry());
        } catch (ProviderException e) {
            return fail(instance.id(), e.code() + ".");
        }
        Instant now = clock.instant();
        change(
                instance.id(),
                ReasonCode.REBOOT_REQUESTED.reason(now, served.reason().actor()),
                new Reboot(reboot.requestedAt(), now),
                now);
        return Next.after(config.rebootGrace());
    }

    private Next awaitReturn(Instance instance, InstanceState.Served served, Reboot reboot, Instant sentAt) {
        Instant now = clock.instant();
        if (now.isBefore(sentAt.plus(config.rebootGrace()))) {
            return Next.after(config.rebootGrace());
        }
        watch.look(served.serving().placement());
        Instance fresh = instances.find(instance.id()).orElseThrow();
        if (fresh.state() instanceof InstanceState.Served still
                && ssh.answers(still.serving().ssh())) {
            change(instance.id(), ReasonCode.REBOOTED.reason(now, ORIGIN.actor()), null, now);
            return Next.now();
        }
        return isOverdue(reboot) ? fail(instance.id(), "the box did not answer again.") : Next.after(config.bootPoll());
    }

    private boolean isOverdue(Reboot reboot) {
        return clock.instant().isAfter(reboot.requestedAt().plus(config.rebootDeadline()));
    }

    private Next fail(InstanceId id, String detail) {
        Instant now = clock.instant();
        change(id, ReasonCode.REBOOT_FAILED.reason(now, ORIGIN.actor(), Map.of("detail", detail)), null, now);
        return Next.now();
    }

    private void change(InstanceId id, Reason why, @Nullable Reboot reboot, Instant now) {
        transactions.executeWithoutResult(status -> {
            Instance instance = instances.lock(id).orElseThrow();
            if (instance.state() instanceof InstanceState.Served served
                    && served.reboot() != null
                    && served instanceof InstanceState.Restartable restartable) {
                instance.become(restartable.reboot(why, reboot));
                instances.save(instance, ORIGIN, now);
            }
        });
    }
}
