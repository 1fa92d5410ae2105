package cloud.dumont.gateway.identity.apikey.web;

import cloud.dumont.gateway.identity.apikey.ApiKey;
import cloud.dumont.gateway.identity.apikey.KeyRing;
import cloud.dumont.kernel.ApiKeyId;
import cloud.dumont.web.caller.Caller;
import cloud.dumont.web.caller.RequiresScope;
import cloud.dumont.web.paging.Page;
import com.fasterxml.jackson.annotation.JsonInclude;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1/api-keys")
class ApiKeyController {
    private static final int USUAL_DAYS = 90;

    private final KeyRing ring;

    ApiKeyController(KeyRing ring) {
        this.ring = ring;
    }

    /** @param secret the key itself, only in the answer that makes it */
    record ApiKeyView(
            ApiKeyId id,
            String name,
            String hint,
            List<String> scopes,
            Instant expiresAt,
            @Nullable Instant lastUsedAt,
            Instant createdAt,
            @Nullable Instant revokedAt,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            String secret) {
        static ApiKeyView of(ApiKey key, @Nullable String secret) {
            return new ApiKeyView(
                    key.id(),
                    key.name(),
                    key.hint(),
                    key.scopes(),
                    key.expiresAt(),
                    key.lastUsedAt(),
                    key.createdAt(),
                    key.revokedAt(),
                    secret);
        }
    }

    record ApiKeyRequest(
            @NotBlank @Size(max = 100) String name,

            @NotEmpty Set<@NotNull String> scopes,

            @Nullable @Min(1) @Max(365) Integer expiresInDays) {}

    @PostMapping
    @RequiresScope("api_keys:write")
    @ResponseStatus(HttpStatus.CREATED)
    ApiKeyView issue(Caller caller, @Valid @RequestBody ApiKeyRequest request) {
        int days = request.expiresInDays() == null ? USUAL_DAYS : request.expiresInDays();
        KeyRing.Issued issued = ring.issue(caller, request.name().strip(), request.scopes(), Duration.ofDays(days));
        return ApiKeyView.of(issued.key(), issued.text().reveal());
    }

    @GetMapping
    @RequiresScope("api_keys:read")
    Page<ApiKeyView> list(Caller caller) {
        return Page.whole(
                ring.of(caller).stream().map(key -> ApiKeyView.of(key, null)).toList());
    }

    @GetMapping("/{id}")
    @RequiresScope("api_keys:read")
    ApiKeyView get(Caller caller, @PathVariable ApiKeyId id) {
        return ApiKeyView.of(ring.owned(caller, id), null);
    }

    @DeleteMapping("/{id}")
    @RequiresScope("api_keys:write")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void revoke(Caller caller, @PathVariable ApiKeyId id) {
        ring.revoke(caller, id);
    }
}
