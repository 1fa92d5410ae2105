package cloud.dumont.gateway.identity.apikey;

import cloud.dumont.kernel.ApiKeyId;
import cloud.dumont.kernel.UserId;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A key with which programs call the API for an account. Its text is known to its owner only. */
@Entity
@Table(name = "api_keys")
public class ApiKey {
    @Id
    private UUID id;

    private UUID userId;
    private String name;
    private String hint;
    private byte[] hash;
    private List<String> scopes;
    private Instant expiresAt;
    private @Nullable Instant lastUsedAt;
    private @Nullable Instant revokedAt;
    private @Nullable String revokeReason;
    private Instant createdAt;

    @Version
    private @Nullable Long version;

    protected ApiKey() {}

    static ApiKey issue(
            ApiKeyId id, UserId user, String name, ApiKeyText text, Set<String> scopes, Duration life, Instant now) {
        ApiKey key = new ApiKey();
        key.id = id.value();
        key.userId = user.value();
        key.name = name;
        key.hint = text.hint();
        key.hash = text.hash();
        key.scopes = scopes.stream().sorted().toList();
        key.expiresAt = now.plus(life);
        key.createdAt = now;
        return key;
    }

    /** @return whether it was good until now */
    boolean revoke(String reason, Instant now) {
        if (revokedAt != null) {
            return false;
        }
        revokedAt = now;
        revokeReason = reason;
        return true;
    }

    public ApiKeyId id() {
        return new ApiKeyId(id);
    }

    public String name() {
        return name;
    }

    public String hint() {
        return hint;
    }

    public List<String> scopes() {
        return List.copyOf(scopes);
    }

    public Instant expiresAt() {
        return expiresAt;
    }

    public @Nullable Instant lastUsedAt() {
        return lastUsedAt;
    }

    public @Nullable Instant revokedAt() {
        return revokedAt;
    }

    public Instant createdAt() {
        return createdAt;
    }
}
