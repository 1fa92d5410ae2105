package cloud.dumont.gateway.identity.account;

import cloud.dumont.events.Actor;
import cloud.dumont.events.IdentityEvent;
import cloud.dumont.gateway.identity.IdentityConfig;
import cloud.dumont.gateway.identity.IdentityFacts;
import cloud.dumont.kernel.Ids;
import cloud.dumont.kernel.Secret;
import cloud.dumont.kernel.UserId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** Makes the account that runs the platform, once, when there is none and the settings name one. */
@Component
class FirstOperator implements ApplicationRunner {
    private static final Logger log = LoggerFactory.getLogger(FirstOperator.class);

    private final IdentityConfig config;
    private final Accounts accounts;
    private final Passwords passwords;
    private final IdentityFacts facts;
    private final TransactionTemplate transactions;
    private final Ids ids;
    private final InstantSource clock;

    FirstOperator(
            IdentityConfig config,
            Accounts accounts,
            Passwords passwords,
            IdentityFacts facts,
            TransactionTemplate transactions,
            Ids ids,
            InstantSource clock) {
        this.config = config;
        this.accounts = accounts;
        this.passwords = passwords;
        this.facts = facts;
        this.transactions = transactions;
        this.ids = ids;
        this.clock = clock;
    }

    @Override
    public void run(ApplicationArguments arguments) throws IOException {
        FirstOperatorConfig wanted = config.operator();
        if (wanted == null || accounts.existsByRole(Account.OPERATOR)) {
            return;
        }
        String email = wanted.email();
        Path passwordFile = wanted.passwordFile();
        if (email == null || email.isBlank() || passwordFile == null) {
            return;
        }
        Secret password = new Secret(
                Files.readString(passwordFile).lines().findFirst().orElse("").strip());
        passwords.check(password);
        String hash = passwords.hash(password);
        try {
            transactions.executeWithoutResult(tx -> create(email, hash, clock.instant()));
        } catch (DataIntegrityViolationException e) {
            log.warn("no first operator was made: the address has an account already, or another replica was first");
        }
    }

    private void create(String email, String hash, Instant now) {
        String handle = Handles.free(Handles.from(email), accounts::existsByHandle, new SecureRandom());
        Account operator = accounts.saveAndFlush(
                Account.operator(ids.next(UserId::new), email, handle, accounts.plan(Plan.STANDARD), hash, now));
        Actor actor = Actor.system("gateway");
        UserId user = operator.id();
        facts.publish(now, user, user.text(), operator.version(), actor, new IdentityEvent.UserCreated(user));
        facts.publish(now, user, user.text(), operator.version(), actor, new IdentityEvent.UserVerified(user));
    }
}
