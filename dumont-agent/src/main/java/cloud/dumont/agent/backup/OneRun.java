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
        Long allSeen = null;
        for (int round = 0; round < MOST_ROUNDS; round++) {
            gather();
            if (allSeen == null && session.scans().isIdle()) {
                allSeen = System.nanoTime();
            }
            if (!session.small().hasRoom()) {
                outcome = session.commit(occasion(false, null));
            } else if (allSeen != null && session.isGatheredUpTo(allSeen)) {
                break;
            }
        }
        if (!session.small().isEmpty() || order != null) {
            outcome = session.commit(occasion(session.isAllGathered(), order));
        }
        session.big().hurry(false);
        return outcome;
    }

    private void gather() throws PosixException, StoreException, InterruptedException {
        session.scans().step(this::take);
        boolean more = true;
        while (more) {
            more = session.big().step();
        }
        session.gather(new Session.Gathering(
                Duration.ZERO,
                Duration.ZERO,
                System.nanoTime() + Duration.ofHours(1).toNanos()));
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
