package cloud.dumont.gateway.identity.account.web;

import cloud.dumont.gateway.identity.account.Account;
import cloud.dumont.gateway.identity.account.AccountSettings;
import cloud.dumont.kernel.UserId;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** What the other services may know about an account. */
@RestController
class InternalUsersController {
    private final AccountSettings settings;

    InternalUsersController(AccountSettings settings) {
        this.settings = settings;
    }

    record PlanView(int maxInstances, int requestsPerMinute, long backupBytes) {}

    record UserView(UserId id, String handle, String email, String locale, PlanView plan, String status) {}

    @GetMapping("/internal/users/{user}")
    UserView get(@PathVariable UserId user) {
        Account account = settings.of(user);
        return new UserView(
                account.id(),
                account.handle(),
                account.email(),
                account.locale(),
                new PlanView(
                        account.plan().maxInstances(),
                        account.plan().requestsPerMinute(),
                        account.plan().backupBytes()),
                account.status());
    }
}
