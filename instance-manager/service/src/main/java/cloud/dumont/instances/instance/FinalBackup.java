package cloud.dumont.instances.instance;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The last backup of a box, after which it goes.
 *
 * @param order for which its agent makes it
 * @param then what follows
 * @param reason why the box goes
 * @param paidUntil until when the user pays if it succeeds; null: until the box is released
 * @param deadline when it has to be done
 * @param goesAnyway whether the box goes also when it is not done by then
 * @param keepDays how long a destroyed machine's files stay
 * @param moveTo where a machine that moves goes; null: it does not
 */
public record FinalBackup(
        String order,
        Then then,
        EndReason reason,
        Reason why,
        @Nullable Instant paidUntil,
        Instant deadline,
        boolean goesAnyway,
        int keepDays,
        Target.@Nullable Kind moveTo) {
    public enum Then {
        STOP,
        DESTROY,
        MOVE
    }

    static FinalBackup beforeMove(String order, Target.Kind where, Reason why, Instant paidUntil, Instant deadline) {
        return new FinalBackup(order, Then.MOVE, EndReason.MOVED, why, paidUntil, deadline, false, 0, where);
    }

    /** The money is used up meanwhile: it goes in any case, and soon. */
    FinalBackup hurried(Instant latest) {
        return new FinalBackup(
                order,
                then,
                reason,
                why,
                paidUntil,
                latest.isBefore(deadline) ? latest : deadline,
                true,
                keepDays,
                moveTo);
    }

    /** The money is used up before the move: it stops instead. */
    FinalBackup thenStop(EndReason newReason, Reason newWhy, Instant latest, int days) {
        return new FinalBackup(
                order,
                Then.STOP,
                newReason,
                newWhy,
                null,
                latest.isBefore(deadline) ? latest : deadline,
                true,
                days,
                null);
    }

    FinalBackup thenDestroy(Reason newWhy, Instant newDeadline, boolean anyway, int days) {
        return new FinalBackup(
                order, Then.DESTROY, EndReason.DESTROYED, newWhy, paidUntil, newDeadline, anyway, days, null);
    }
}
