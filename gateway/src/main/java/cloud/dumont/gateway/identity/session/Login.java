package cloud.dumont.gateway.identity.session;

import cloud.dumont.gateway.identity.CredentialRefusal;
import cloud.dumont.gateway.identity.account.Account;
import cloud.dumont.gateway.identity.account.AccountRefusal;
import cloud.dumont.gateway.identity.account.Accounts;
import cloud.dumont.gateway.identity.account.Passwords;
import cloud.dumont.gateway.identity.account.Verifications;
import cloud.dumont.kernel.Ids;
import cloud.dumont.kernel.Secret;
import cloud.dumont.kernel.SessionId;
import cloud.dumont.web.problem.Refusal;
import cloud.dumont.web.problem.RefusedException;
import io.micrometer.core.instrument.MeterRegistry;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Logging in with a password. An unknown address and a wrong password look and last the same. */
@Component
public class Login {
    private final Accounts accounts;
    private final Passwords passwords;
    private final Verifications verifications;
    private final Sessions sessions;
    private final AccessTokens tokens;
    private final MeterRegistry meters;
    private final Ids ids;
    private final InstantSource clock;
    private final SecureRandom random = new SecureRandom();

    Login(
            Accounts accounts,
            Passwords passwords,
            Verifications verifications,
            Sessions sessions,
            AccessTokens tokens,
            MeterRegistry meters,
            Ids ids,
            InstantSource clock) {
        this.accounts = accounts;
        this.passwords = passwords;
        this.verifications = verifications;
        this.sessions = sessions;
        this.tokens = tokens;
        this.meters = meters;
        this.ids = ids;
        this.clock = clock;
    }

    /** @throws RefusedException {@code unauthenticated}, {@code email_unverified}, {@code account_frozen} */
    public TokenPair login(String email, Secret password, Client client) {
        Optional<Account> found = accounts.findByAddress(email);
        if (!passwords.matches(password, found.map(Account::passwordHash).orElse(null))) {
            throw refused("wrong", CredentialRefusal.WRONG_LOGIN);
        }
        Account account = found.orElseThrow();
        if (!account.isVerified()) {
            verifications.again(account);
            throw refused("unverified", AccountRefusal.EMAIL_UNVERIFIED);
        }
        if (!account.isActive()) {
            throw refused("frozen", AccountRefusal.FROZEN);
        }
        Instant now = clock.instant();
        SessionId session = ids.next(SessionId::new);
        RefreshToken refresh = RefreshToken.random(random);
        sessions.open(session, account.id(), account.securityEpoch(), refresh, client, now);
        count("ok");
        return new TokenPair(
                new Secret(tokens.issue(LoggedIn.of(account, session), now)), new Secret(refresh.reveal()));
    }

    private RefusedException refused(String outcome, Refusal refusal) {
        count(outcome);
        return new RefusedException(refusal);
    }

    private void count(String outcome) {
        meters.counter("dumont.logins", "outcome", outcome).increment();
    }
}
