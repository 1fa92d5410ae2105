package cloud.dumont.gateway.identity.session;

import cloud.dumont.gateway.identity.revocation.Revocations;
import cloud.dumont.kernel.SessionId;
import cloud.dumont.kernel.UserId;
import cloud.dumont.web.problem.CommonRefusal;
import cloud.dumont.web.problem.RefusedException;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** Ending logins. */
@Component
public class Logout {
    private final Sessions sessions;
    private final Revocations revocations;
    private final TransactionTemplate transactions;
    private final InstantSource clock;

    Logout(Sessions sessions, Revocations revocations, TransactionTemplate transactions, InstantSource clock) {
        this.sessions = sessions;
        this.revocations = revocations;
        this.transactions = transactions;
        this.clock = clock;
    }

    /** Ended already is as good. @throws RefusedException {@code not_found} */
    public void end(UserId user, SessionId session) {
        if (!sessions.revoke(user, session, "logout", clock.instant()) && !sessions.exists(user, session)) {
            throw new RefusedException(new CommonRefusal.NotFound());
        }
        revocations.publish(session);
    }

    public void endAll(UserId user) {
        List<SessionId> ended =
                Objects.requireNonNull(transactions.execute(tx -> sessions.revokeAll(user, clock.instant())));
        ended.forEach(revocations::publish);
    }

    public List<Visit> open(UserId user) {
        return sessions.open(user, clock.instant());
    }
}
