package cloud.dumont.instances.backup.care;

import cloud.dumont.instances.action.ActionType;
import cloud.dumont.instances.action.Actions;
import cloud.dumont.instances.backup.browse.BrowseRefusal;
import cloud.dumont.instances.backup.commit.Backup;
import cloud.dumont.instances.worklist.Queue;
import cloud.dumont.instances.worklist.Worklist;
import cloud.dumont.kernel.ActionId;
import cloud.dumont.kernel.Ids;
import cloud.dumont.web.problem.RefusedException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;

/** Has versions verified: because somebody asks, or because it is time. */
@Component
public class RequestVerification {
    private final Verifications verifications;
    private final Actions actions;
    private final Worklist worklist;
    private final CareConfig config;
    private final TransactionTemplate transactions;
    private final Ids ids;
    private final InstantSource clock;

    RequestVerification(
            Verifications verifications,
            Actions actions,
            Worklist worklist,
            CareConfig config,
            TransactionTemplate transactions,
            Ids ids,
            InstantSource clock) {
        this.verifications = verifications;
        this.actions = actions;
        this.worklist = worklist;
        this.config = config;
        this.transactions = transactions;
        this.ids = ids;
        this.clock = clock;
    }

    /**
     * Has all of a version read back.
     *
     * @param fresh the action to begin, unless one goes on for this version already
     * @return the action that tells how it ends
     * @throws RefusedException {@code backup_expired}
     */
    @Transactional
    public ActionId ask(Backup backup, ActionId fresh) {
        if (!verifications.hold(backup.id())) {
            throw new RefusedException(new BrowseRefusal.Expired());
        }
        Instant now = clock.instant();
        Optional<Verification> waiting = verifications.waitingOf(backup.id());
        ActionId known = waiting.map(Verification::action).orElse(null);
        if (known != null) {
            return known;
        }
        actions.begin(fresh, backup.user(), backup.instance(), ActionType.VERIFY, now);
        VerificationId id = waiting.map(Verification::id).orElseGet(this::nextId);
        if (waiting.isPresent()) {
            verifications.adopt(id, fresh);
        } else {
            verifications.insert(id, backup.instance(), backup.id(), fresh, Verification.Extent.WHOLE, now);
        }
        worklist.wakeAfterCommit(Queue.VERIFY, id.key());
        return fresh;
    }

    /** Begins what is due, and wakes what waits and is not on its way. */
    void sweep() {
        Instant now = clock.instant();
        Instant tried = now.minus(config.verifyPatience());
        verifications
                .due(now.minus(config.verifyEvery()), now.minus(config.firstVerifyAfter()), tried)
                .forEach(candidate -> transactions.executeWithoutResult(status -> begin(candidate, now)));
        verifications
                .waiting()
                .forEach(waiting -> worklist.ensure(Queue.VERIFY, waiting.id().key()));
    }

    private void begin(Verifications.Candidate candidate, Instant now) {
        if (verifications.hold(candidate.newest())) {
            verifications.insert(nextId(), candidate.instance(), candidate.newest(), null, candidate.extent(), now);
        }
    }

    private VerificationId nextId() {
        return ids.next(VerificationId::new);
    }
}
