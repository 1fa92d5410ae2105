package cloud.dumont.gateway.identity.session.web;

import cloud.dumont.gateway.identity.CredentialRefusal;
import cloud.dumont.gateway.identity.Holder;
import cloud.dumont.gateway.identity.session.AccessKeys;
import cloud.dumont.gateway.identity.session.AccessTokens;
import cloud.dumont.gateway.identity.session.Client;
import cloud.dumont.gateway.identity.session.Login;
import cloud.dumont.gateway.identity.session.Logout;
import cloud.dumont.gateway.identity.session.Refresh;
import cloud.dumont.gateway.identity.session.TokenPair;
import cloud.dumont.gateway.identity.session.Visit;
import cloud.dumont.gateway.limits.AccountLimit;
import cloud.dumont.kernel.Secret;
import cloud.dumont.kernel.SessionId;
import cloud.dumont.web.caller.Caller;
import cloud.dumont.web.caller.OpenToAll;
import cloud.dumont.web.caller.RequiresScope;
import cloud.dumont.web.paging.Page;
import cloud.dumont.web.problem.CommonRefusal;
import cloud.dumont.web.problem.RefusedException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

@RestController
class SessionController {
    private final Login login;
    private final Refresh refresh;
    private final Logout logout;
    private final RefreshCookie cookie;
    private final AccountLimit attempts;
    private final AccessKeys keys;

    SessionController(
            Login login, Refresh refresh, Logout logout, RefreshCookie cookie, AccountLimit attempts, AccessKeys keys) {
        this.login = login;
        this.refresh = refresh;
        this.logout = logout;
        this.cookie = cookie;
        this.attempts = attempts;
        this.keys = keys;
    }

    record LoginRequest(
            @NotNull @Size(max = 254) String email,
            @NotNull @Size(max = 1000) String password) {}

    record TokenAnswer(String accessToken, long expiresIn, String tokenType) {}

    @PostMapping("/api/v1/auth/login")
    @OpenToAll
    ResponseEntity<TokenAnswer> login(@Valid @RequestBody LoginRequest body, HttpServletRequest request) {
        attempts.take(body.email());
        return answer(login.login(
                body.email().strip(),
                new Secret(body.password()),
                new Client(request.getRemoteAddr(), request.getHeader(HttpHeaders.USER_AGENT))));
    }

    /** @param belt a header that a form of another site cannot send */
    @PostMapping("/api/v1/auth/refresh")
    @OpenToAll
    ResponseEntity<TokenAnswer> refresh(
            @RequestHeader(name = "X-Dumont", required = false) @Nullable String belt, HttpServletRequest request) {
        if (!"1".equals(belt)) {
            throw new RefusedException(new CommonRefusal.ValidationFailed(
                    "X-Dumont", "missing", "A refresh needs the header X-Dumont: 1."));
        }
        String token = cookie.in(request).orElseThrow(() -> new RefusedException(CredentialRefusal.UNAUTHENTICATED));
        return answer(refresh.refresh(token));
    }

    private ResponseEntity<TokenAnswer> answer(TokenPair pair) {
        return ResponseEntity.ok()
                .header(HttpHeaders.SET_COOKIE, cookie.set(pair.refresh().reveal()))
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .body(new TokenAnswer(pair.access().reveal(), AccessTokens.LIFE.toSeconds(), "Bearer"));
    }

    @PostMapping("/api/v1/auth/logout")
    @RequiresScope("account:read")
    ResponseEntity<Void> logout(@RequestAttribute(Holder.ATTRIBUTE) Holder holder) {
        logout.end(holder.caller().user(), SessionId.parse(holder.credential()));
        return ended();
    }

    @PostMapping("/api/v1/auth/logout-all")
    @RequiresScope("account:write")
    ResponseEntity<Void> logoutAll(Caller caller) {
        logout.endAll(caller.user());
        return ended();
    }

    private ResponseEntity<Void> ended() {
        return ResponseEntity.noContent()
                .header(HttpHeaders.SET_COOKIE, cookie.clear())
                .build();
    }

    @GetMapping("/api/v1/sessions")
    @RequiresScope("account:read")
    Page<Visit> list(Caller caller) {
        return Page.whole(logout.open(caller.user()));
    }

    @DeleteMapping("/api/v1/sessions/{id}")
    @RequiresScope("account:write")
    ResponseEntity<Void> end(Caller caller, @PathVariable SessionId id) {
        logout.end(caller.user(), id);
        return ResponseEntity.noContent().build();
    }

    @GetMapping("/.well-known/jwks.json")
    Map<String, Object> keys() {
        return keys.published().toJSONObject(true);
    }
}
