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
 */
public record FinalBackup(
        String order,
        Then then,
        EndReason reason,
        Reason why,
        @Nullable Instant paidUntil,
        Instant deadline,
        boolean goesAnyway,
        int keepDays) {
    public enum Then {
        STOP,
        DESTROY
    }

    /** The money is used up meanwhile: it goes in any case, and soon. */
    FinalBackup hurried(Instant latest) {
        return new FinalBackup(
                order, then, reason, why, paidUntil, latest.isBefore(deadline) ? latest : deadline, true, keepDays);
    }

    FinalBackup thenDestroy(Reason newWhy, Instant newDeadline, boolean anyway, int days) {
        return new FinalBackup(order, Then.DESTROY, EndReason.DESTROYED, newWhy, paidUntil, newDeadline, anyway, days);
    }
}
