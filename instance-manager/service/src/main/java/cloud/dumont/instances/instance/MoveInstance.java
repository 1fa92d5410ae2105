package cloud.dumont.instances.instance;

import cloud.dumont.instances.action.ActionType;
import cloud.dumont.instances.action.Actions;
import cloud.dumont.instances.standby.Standbys;
import cloud.dumont.kernel.ActionId;
import cloud.dumont.web.problem.RefusedException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;

/**
 * Lets a healthy machine go on elsewhere because its user wants it: its box saves everything first, then it is left like a lost one.
 * Inside a transaction, on a locked machine.
 */
@Component
public class MoveInstance {
    private final CommandInstance commands;
    private final RentInstance rent;
    private final MoveLimit limit;
    private final Standbys standbys;
    private final LeaveBox leaveBox;
    private final Actions actions;
    private final InstantSource clock;

    MoveInstance(
            CommandInstance commands,
            RentInstance rent,
            MoveLimit limit,
            Standbys standbys,
            LeaveBox leaveBox,
            Actions actions,
            InstantSource clock) {
        this.commands = commands;
        this.rent = rent;
        this.limit = limit;
        this.standbys = standbys;
        this.leaveBox = leaveBox;
        this.actions = actions;
        this.clock = clock;
    }

    /**
     * @param where a GPU: as good or better and within the price, or else the standby
     * @param words why, in the user's words; may be empty
     * @throws RefusedException {@code instance_busy}, {@code invalid_state}, {@code no_standby}, {@code failover_limit},
     *     {@code data_loss_not_accepted}, {@code no_offer_matches}
     */
    public void move(Instance instance, ActionId action, Target.Kind where, String words, Origin origin) {
        commands.refuseUnless(instance, Command.FAILOVER);
        InstanceState.Served served = leaveBox.served(instance).orElseThrow();
        if (standbys.places(instance.standby(), List.of()).isEmpty()) {
            throw new RefusedException(new InstanceRefusal.NoStandby(standbys.exist()));
        }
        Instant now = clock.instant();
        MoveLimit.Standing standing = limit.of(instance.id(), now);
        if (standing.left() == 0) {
            throw new RefusedException(new InstanceRefusal.FailoverLimit(
                    limit.perDay(), standing.left(), standing.nextAt().orElse(now)));
        }
        if (!leaveBox.canSave(instance)) {
            throw new RefusedException(new InstanceRefusal.MoveWouldLose(
                    leaveBox.isComingBack(instance)
                            ? InstanceRefusal.Loss.WHILE_COMING_BACK
                            : InstanceRefusal.Loss.NO_BACKUPS));
        }
        if (where == Target.Kind.GPU) {
            rent.refuseUnlessForRent(instance);
        }
        actions.begin(action, instance.user(), instance.id(), ActionType.FAILOVER, now);
        Reason why = ReasonCode.MOVE_REQUESTED.reason(
                now,
                origin.actor(),
                Map.of("where", where == Target.Kind.GPU ? "another GPU" : "a standby", "words", words));
        leaveBox.beforeMove(instance, served, where, why, origin);
    }
}
