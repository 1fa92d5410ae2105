package cloud.dumont.gateway.identity.account.web;

import cloud.dumont.gateway.identity.account.Registration;
import cloud.dumont.gateway.identity.account.Verifications;
import cloud.dumont.kernel.Secret;
import cloud.dumont.web.caller.OpenToAll;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1/auth")
class AuthController {
    static final String ADDRESS = "[^\\s@,;<>\"\\p{Cntrl}]{1,64}@[^\\s@,;<>\"\\p{Cntrl}]{1,189}";
    static final String LANGUAGE = "en|pt-BR|es";

    private final Registration registration;
    private final Verifications verifications;

    AuthController(Registration registration, Verifications verifications) {
        this.registration = registration;
        this.verifications = verifications;
    }

    record RegisterRequest(
            @NotNull @Pattern(regexp = ADDRESS, message = "This is not an e-mail address.")
            String email,

            @NotNull String password,

            @Nullable @Pattern(regexp = LANGUAGE, message = "One of en, pt-BR, es.")
            String locale,

            @Nullable
            @Pattern(
                    regexp = "[a-z0-9]([a-z0-9-]{1,30})[a-z0-9]",
                    message = "3 to 32 lower-case letters, digits and inner hyphens.")
            String handle) {}

    @PostMapping("/register")
    @OpenToAll
    @ResponseStatus(HttpStatus.ACCEPTED)
    Map<String, Object> register(@Valid @RequestBody RegisterRequest request) {
        registration.signUp(
                request.email(),
                new Secret(request.password()),
                request.locale() == null ? "en" : request.locale(),
                request.handle());
        return Map.of();
    }

    record VerifyRequest(@NotBlank @Size(max = 200) String token) {}

    @PostMapping("/verify-email")
    @OpenToAll
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void verify(@Valid @RequestBody VerifyRequest request) {
        verifications.complete(request.token());
    }
}
