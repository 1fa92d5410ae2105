package cloud.dumont.agent.backup;

import cloud.dumont.agent.history.CommitOutcome;
import cloud.dumont.agent.history.Occasion;
import cloud.dumont.agent.history.RegisterException;
import cloud.dumont.agent.posix.PosixException;
import cloud.dumont.agent.store.StoreException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Looks at everything once and saves what differs, in the calling thread. */
final class OneRun {
    private static final int MOST_ROUNDS = 50;
    private static final Session.Gathering ALL =
            new Session.Gathering(Duration.ZERO, Duration.ZERO, Long.MAX_VALUE / 2);
    private final Session session;

    OneRun(Session session) {
        this.session = session;
    }

    /** @return of the last commit; null when nothing differed and there is no order */
    @Nullable
    CommitOutcome saveAll(@Nullable String order)
            throws PosixException, StoreException, RegisterException, InterruptedException {
        session.big().hurry(true);
        session.scans().add(ScanTask.safety());
        CommitOutcome outcome = null;
        for (int round = 0; round < MOST_ROUNDS; round++) {
            boolean more = gather();
            if (!session.small().hasRoom()) {
                outcome = session.commit(occasion(false, null));
            } else if (!more) {
                break;
            }
        }
        if (!session.small().isEmpty() || order != null) {
            outcome = session.commit(occasion(session.isAllGathered(), order));
        }
        session.big().hurry(false);
        return outcome;
    }

    private boolean gather() throws PosixException, StoreException, InterruptedException {
        boolean more = session.scans().step(this::take);
        while (session.big().step()) {
            more = true;
        }
        more |= !session.isAllGathered();
        session.gather(new Session.Gathering(
                Duration.ZERO,
                Duration.ZERO,
                System.nanoTime() + Duration.ofHours(1).toNanos()));
        return more;
    }

    private void take(Nominee nominee) {
        try {
            session.small().take(nominee);
        } catch (StoreException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Occasion occasion(boolean complete, @Nullable String order) {
        return new Occasion(0, 0, System.nanoTime(), complete, order);
    }
}
