package cloud.dumont.instances.failover;

import cloud.dumont.instances.backup.FinalBackups;
import cloud.dumont.instances.instance.EndReason;
import cloud.dumont.instances.instance.GiveBack;
import cloud.dumont.instances.instance.Instance;
import cloud.dumont.instances.instance.InstanceState;
import cloud.dumont.instances.instance.Instances;
import cloud.dumont.instances.instance.Origin;
import cloud.dumont.instances.instance.Reason;
import cloud.dumont.instances.instance.ReasonCode;
import cloud.dumont.instances.instance.ReturnJourney;
import cloud.dumont.instances.placement.Placement;
import java.time.Instant;
import java.util.Map;
import org.springframework.stereotype.Component;

/**
 * Gives back a box on which a machine was to go on, and lets the machine look for another one. Inside a transaction, on locked rows;
 * a box that the machine is on, or does not wait for, is left alone.
 */
@Component
public class GiveUpPlace {
    private final Instances instances;
    private final Failovers failovers;
    private final FinalBackups backups;
    private final GiveBack giveBack;

    GiveUpPlace(Instances instances, Failovers failovers, FinalBackups backups, GiveBack giveBack) {
        this.instances = instances;
        this.failovers = failovers;
        this.backups = backups;
        this.giveBack = giveBack;
    }

    /** @param reason why the box ends @param detail one sentence @return whether the machine waited for it */
    public boolean giveUp(
            Instance machine, Placement placement, EndReason reason, String detail, Origin origin, Instant now) {
        if (machine.state() instanceof InstanceState.FailingOver moving
                && moving.journey()
                        .chosen()
                        .filter(target -> target.placement().equals(placement.id()))
                        .isPresent()) {
            chooseAgain(machine, moving, placement, reason, detail, origin, now);
            return true;
        }
        if (machine.state() instanceof InstanceState.OnStandby standby
                && standby.journey()
                        .waiting()
                        .filter(candidate -> candidate.placement().equals(placement.id()))
                        .isPresent()) {
            searchAgain(machine, standby, placement, reason, detail, origin, now);
            return true;
        }
        return false;
    }

    private void chooseAgain(
            Instance machine,
            InstanceState.FailingOver moving,
            Placement placement,
            EndReason reason,
            String detail,
            Origin origin,
            Instant now) {
        machine.become(moving.go(
                moving.journey().late(now),
                ReasonCode.FAILING_OVER_CHOOSING.reason(now, origin.actor(), Map.of("detail", detail))));
        instances.save(machine, origin, now);
        giveBack.one(placement, reason, detail, now, origin, now);
        failovers.newest(machine.id()).ifPresent(failover -> failovers.choosing(failover.id()));
    }

    /** The standby goes on, and its programs with it if they stood still. */
    private void searchAgain(
            Instance machine,
            InstanceState.OnStandby standby,
            Placement placement,
            EndReason reason,
            String detail,
            Origin origin,
            Instant now) {
        if (standby.journey() instanceof ReturnJourney.Freezing freezing
                && backups.standing(freezing.order()) instanceof FinalBackups.Standing.Open) {
            backups.expire(freezing.order(), now);
        }
        Reason why =
                standby.finalBackup() == null ? ReasonCode.ON_STANDBY.reason(now, origin.actor()) : standby.reason();
        machine.become(standby.go(standby.journey().back(now), why));
        instances.save(machine, origin, now);
        giveBack.one(placement, reason, detail, now, origin, now);
        failovers.newest(machine.id()).ifPresent(failover -> failovers.returning(failover.id(), false));
    }
}
