package cloud.dumont.instances.action;

import cloud.dumont.kernel.ActionId;
import cloud.dumont.kernel.UserId;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.springframework.stereotype.Component;

/** Lets a request wait for an action's end; on a virtual thread that costs nothing but the request's own patience. */
@Component
public class ActionWait {
    private static final long LOOK_EVERY = TimeUnit.MILLISECONDS.toNanos(200);
    private final Actions actions;

    public ActionWait(Actions actions) {
        this.actions = actions;
    }

    /** The action as it is when it is over or {@code patience} has passed; empty when it is not this user's. */
    public Optional<Action> await(ActionId id, UserId user, Duration patience) {
        long until = System.nanoTime() + patience.toNanos();
        Optional<Action> action = own(id, user);
        while (action.isPresent() && !action.get().isOver() && System.nanoTime() - until < 0) {
            LockSupport.parkNanos(Math.max(1, Math.min(LOOK_EVERY, until - System.nanoTime())));
            if (Thread.currentThread().isInterrupted()) {
                return action;
            }
            action = own(id, user);
        }
        return action;
    }

    private Optional<Action> own(ActionId id, UserId user) {
        return actions.find(id).filter(action -> action.user().equals(user));
    }
}
