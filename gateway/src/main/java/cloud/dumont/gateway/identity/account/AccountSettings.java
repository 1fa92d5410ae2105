package cloud.dumont.gateway.identity.account;

import cloud.dumont.kernel.UserId;
import cloud.dumont.web.problem.CommonRefusal;
import cloud.dumont.web.problem.RefusedException;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** What an account says about itself. */
@Component
public class AccountSettings {
    private final Accounts accounts;

    AccountSettings(Accounts accounts) {
        this.accounts = accounts;
    }

    /** @throws RefusedException {@code not_found} */
    public Account of(UserId user) {
        return accounts.findById(user.value()).orElseThrow(() -> new RefusedException(new CommonRefusal.NotFound()));
    }

    /** @param displayName null leaves it, empty takes it away @param locale null leaves it */
    @Transactional
    public Account change(UserId user, @Nullable String displayName, @Nullable String locale) {
        Account account =
                accounts.findLocked(user.value()).orElseThrow(() -> new RefusedException(new CommonRefusal.NotFound()));
        if (displayName != null) {
            account.rename(displayName.isBlank() ? null : displayName.strip());
        }
        if (locale != null) {
            account.speak(locale);
        }
        return accounts.saveAndFlush(account);
    }
}
