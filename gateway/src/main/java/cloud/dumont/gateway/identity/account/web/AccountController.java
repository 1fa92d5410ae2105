package cloud.dumont.gateway.identity.account.web;

import cloud.dumont.gateway.identity.account.Account;
import cloud.dumont.gateway.identity.account.AccountSettings;
import cloud.dumont.kernel.UserId;
import cloud.dumont.web.caller.Caller;
import cloud.dumont.web.caller.RequiresScope;
import cloud.dumont.web.problem.CommonRefusal;
import cloud.dumont.web.problem.RefusedException;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Pattern;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

@RestController
@RequestMapping("/api/v1/account")
class AccountController {
    private static final int LONGEST_NAME = 100;

    private final AccountSettings settings;

    AccountController(AccountSettings settings) {
        this.settings = settings;
    }

    record PlanView(String id, int maxInstances, int requestsPerMinute) {}

    record AccountView(
            UserId id,
            String handle,
            String email,
            boolean emailVerified,
            @Nullable String displayName,
            String locale,
            String role,
            PlanView plan,
            Instant createdAt) {
        static AccountView of(Account account) {
            return new AccountView(
                    account.id(),
                    account.handle(),
                    account.email(),
                    account.isVerified(),
                    account.displayName(),
                    account.locale(),
                    account.role(),
                    new PlanView(
                            account.plan().id(),
                            account.plan().maxInstances(),
                            account.plan().requestsPerMinute()),
                    account.createdAt());
        }
    }

    @GetMapping
    @RequiresScope("account:read")
    AccountView get(Caller caller) {
        return AccountView.of(settings.of(caller.user()));
    }

    /** JSON merge patch: what is absent stays, null takes the name away. */
    record AccountPatch(
            @Nullable JsonNode displayName,

            @Nullable @Pattern(regexp = AuthController.LANGUAGE, message = "One of en, pt-BR, es.")
            String locale) {
        /** Null leaves it, empty takes it away. */
        @Nullable
        String name() {
            if (displayName == null) {
                return null;
            }
            if (displayName.isNull()) {
                return "";
            }
            if (!displayName.isString() || displayName.asString().length() > LONGEST_NAME) {
                throw new RefusedException(new CommonRefusal.ValidationFailed(
                        "#/display_name", "invalid", "A name is text of at most " + LONGEST_NAME + " characters."));
            }
            return displayName.asString();
        }
    }

    @PatchMapping
    @RequiresScope("account:write")
    AccountView patch(Caller caller, @Valid @RequestBody AccountPatch patch) {
        return AccountView.of(settings.change(caller.user(), patch.name(), patch.locale()));
    }
}
