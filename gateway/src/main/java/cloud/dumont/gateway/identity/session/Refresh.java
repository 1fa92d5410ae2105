package cloud.dumont.gateway.identity.session;

import cloud.dumont.events.IdentityEvent;
import cloud.dumont.gateway.identity.CredentialRefusal;
import cloud.dumont.gateway.identity.IdentityFacts;
import cloud.dumont.gateway.identity.account.Account;
import cloud.dumont.gateway.identity.account.Accounts;
import cloud.dumont.gateway.identity.mail.MailKind;
import cloud.dumont.gateway.identity.mail.Mails;
import cloud.dumont.gateway.identity.revocation.Revocations;
import cloud.dumont.kernel.Ids;
import cloud.dumont.kernel.Secret;
import cloud.dumont.kernel.UserId;
import cloud.dumont.web.problem.RefusedException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Trades a refresh token for its one successor. Shown again within a few seconds (an answer was lost, a second tab) it
 * yields the same successor; shown later, somebody copied it, and the whole login ends: nobody can tell thief from victim.
 */
@Component
public class Refresh {
    private static final Duration GRACE = Duration.ofSeconds(10);

    private final Sessions sessions;
    private final Accounts accounts;
    private final AccessTokens tokens;
    private final Mails mails;
    private final IdentityFacts facts;
    private final Revocations revocations;
    private final TransactionTemplate transactions;
    private final Ids ids;
    private final InstantSource clock;
    private final SecureRandom random = new SecureRandom();

    Refresh(
            Sessions sessions,
            Accounts accounts,
            AccessTokens tokens,
            Mails mails,
            IdentityFacts facts,
            Revocations revocations,
            TransactionTemplate transactions,
            Ids ids,
            InstantSource clock) {
        this.sessions = sessions;
        this.accounts = accounts;
        this.tokens = tokens;
        this.mails = mails;
        this.facts = facts;
        this.revocations = revocations;
        this.transactions = transactions;
        this.ids = ids;
        this.clock = clock;
    }

    private sealed interface Outcome {
        record Granted(LoggedIn who, RefreshToken token) implements Outcome {}

        record Ended(CredentialRefusal why) implements Outcome {}

        record Stolen(Sessions.Row session) implements Outcome {}
    }

    /** @throws RefusedException {@code unauthenticated}, {@code token_expired}, {@code token_revoked} */
    public TokenPair refresh(String presented) {
        RefreshToken token =
                RefreshToken.of(presented).orElseThrow(() -> new RefusedException(CredentialRefusal.UNAUTHENTICATED));
        Instant now = clock.instant();
        // A reuse has to be committed before it is answered, so the outcome is a value and not an exception.
        Outcome outcome = Objects.requireNonNull(transactions.execute(tx -> present(token, now)));
        return switch (outcome) {
            case Outcome.Granted(LoggedIn who, RefreshToken next) ->
                new TokenPair(new Secret(tokens.issue(who, now)), new Secret(next.reveal()));
            case Outcome.Ended(CredentialRefusal why) -> throw new RefusedException(why);
            case Outcome.Stolen(Sessions.Row session) -> {
                revocations.publish(session.id());
                throw new RefusedException(CredentialRefusal.TOKEN_REVOKED);
            }
        };
    }

    private Outcome present(RefreshToken token, Instant now) {
        Optional<Sessions.Row> current = sessions.byCurrent(token.hash());
        if (current.isPresent()) {
            return whileOpen(current.get(), now, who -> new Outcome.Granted(who, rotate(current.get(), token, now)));
        }
        Optional<Sessions.Row> previous = sessions.byPrevious(token.hash()).filter(row -> row.mayReplay(now));
        if (previous.isPresent()) {
            byte[] sealed = Objects.requireNonNull(previous.get().sealedSuccessor());
            return whileOpen(previous.get(), now, who -> new Outcome.Granted(who, token.open(sealed)));
        }
        return sessions.bySpent(token.hash())
                .map(row -> reused(row, now))
                .orElseGet(() -> new Outcome.Ended(CredentialRefusal.UNAUTHENTICATED));
    }

    private interface Grant {
        Outcome to(LoggedIn who);
    }

    private Outcome whileOpen(Sessions.Row session, Instant now, Grant grant) {
        if (session.revoked()) {
            return new Outcome.Ended(CredentialRefusal.TOKEN_REVOKED);
        }
        if (session.isOver(now)) {
            return new Outcome.Ended(CredentialRefusal.TOKEN_EXPIRED);
        }
        Account account = accounts.findById(session.user().value()).orElseThrow();
        return account.isActive() && account.securityEpoch() == session.securityEpoch()
                ? grant.to(LoggedIn.of(account, session.id()))
                : new Outcome.Ended(CredentialRefusal.TOKEN_REVOKED);
    }

    private RefreshToken rotate(Sessions.Row session, RefreshToken token, Instant now) {
        RefreshToken successor = RefreshToken.random(random);
        sessions.rotate(session, token, successor, token.seal(successor, random), GRACE, now);
        return successor;
    }

    private Outcome reused(Sessions.Row session, Instant now) {
        UserId user = session.user();
        if (!sessions.revoke(user, session.id(), "reuse", now)) {
            return new Outcome.Ended(CredentialRefusal.TOKEN_REVOKED);
        }
        facts.publish(
                now,
                user,
                session.id().text(),
                facts.newVersion(user),
                IdentityFacts.themselves(user),
                new IdentityEvent.SessionReuseDetected(user, session.id()));
        mails.post(ids.next(UserId::new).value(), user, MailKind.SESSION_REUSE, now);
        return new Outcome.Stolen(session);
    }
}
