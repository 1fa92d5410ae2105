package cloud.dumont.gateway.identity.account;

import cloud.dumont.events.IdentityEvent;
import cloud.dumont.gateway.identity.IdentityFacts;
import cloud.dumont.gateway.identity.mail.MailKind;
import cloud.dumont.gateway.identity.mail.Mails;
import cloud.dumont.kernel.Ids;
import cloud.dumont.kernel.Secret;
import cloud.dumont.kernel.UserId;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** Signing up. Whatever is known about the address already, the answer and its time are the same; the mail differs. */
@Component
public class Registration {
    private static final int TRIES = 3;

    private final Accounts accounts;
    private final Verifications verifications;
    private final Mails mails;
    private final Passwords passwords;
    private final IdentityFacts facts;
    private final TransactionTemplate transactions;
    private final Ids ids;
    private final InstantSource clock;
    private final SecureRandom random = new SecureRandom();

    Registration(
            Accounts accounts,
            Verifications verifications,
            Mails mails,
            Passwords passwords,
            IdentityFacts facts,
            TransactionTemplate transactions,
            Ids ids,
            InstantSource clock) {
        this.accounts = accounts;
        this.verifications = verifications;
        this.mails = mails;
        this.passwords = passwords;
        this.facts = facts;
        this.transactions = transactions;
        this.ids = ids;
        this.clock = clock;
    }

    /** @param handle wish for the account's name; a taken one gets a number */
    public void signUp(String email, Secret password, String locale, @Nullable String handle) {
        passwords.check(password);
        String hash = passwords.hash(password);
        Instant now = clock.instant();
        for (int n = 1; ; n++) {
            try {
                transactions.executeWithoutResult(tx -> write(email, hash, locale, handle, now));
                return;
            } catch (DataIntegrityViolationException e) {
                // Somebody took the name, or this very address, a moment ago: look again.
                if (n == TRIES) {
                    throw e;
                }
            }
        }
    }

    private void write(String email, String hash, String locale, @Nullable String handle, Instant now) {
        Account account = accounts.findByAddress(email).orElseGet(() -> create(email, hash, locale, handle, now));
        if (!mails.mayWriteTo(account.id(), now)) {
            return;
        }
        if (account.isVerified()) {
            mails.post(ids.next(UserId::new).value(), account.id(), MailKind.ALREADY_REGISTERED, now);
        } else {
            verifications.begin(account.id(), hash, now);
        }
    }

    private Account create(String email, String hash, String locale, @Nullable String handle, Instant now) {
        String name = Handles.free(handle == null ? Handles.from(email) : handle, accounts::existsByHandle, random);
        Account account = Account.signUp(ids.next(UserId::new), email, name, locale, accounts.plan(Plan.STANDARD), now);
        account.choosePassword(hash);
        Account saved = accounts.saveAndFlush(account);
        facts.publish(
                now,
                saved.id(),
                saved.id().text(),
                saved.version(),
                IdentityFacts.themselves(saved.id()),
                new IdentityEvent.UserCreated(saved.id()));
        return saved;
    }
}
