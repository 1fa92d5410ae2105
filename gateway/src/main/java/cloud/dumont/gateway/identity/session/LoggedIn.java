package cloud.dumont.gateway.identity.session;

import cloud.dumont.gateway.identity.account.Account;
import cloud.dumont.kernel.SessionId;
import cloud.dumont.kernel.UserId;

/** Whose session it is, as far as an access token tells. */
record LoggedIn(UserId user, String handle, String role, int securityEpoch, int requestsPerMinute, SessionId session) {
    static LoggedIn of(Account account, SessionId session) {
        return new LoggedIn(
                account.id(),
                account.handle(),
                account.role(),
                account.securityEpoch(),
                account.plan().requestsPerMinute(),
                session);
    }
}
