package cloud.dumont.gateway.identity.sshkey;

import cloud.dumont.kernel.SshKeyId;
import cloud.dumont.kernel.UserId;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A public key that opens its owner's machines. */
@Entity
@Table(name = "ssh_keys")
public class SshKey {
    @Id
    private UUID id;

    private UUID userId;
    private String name;
    private String publicKey;
    private String fingerprint;
    private Instant createdAt;
    private @Nullable Instant lastUsedAt;
    private @Nullable Instant revokedAt;

    @Version
    private @Nullable Long version;

    protected SshKey() {}

    static SshKey add(SshKeyId id, UserId user, String name, PublicKeyLine line, Instant now) {
        SshKey key = new SshKey();
        key.id = id.value();
        key.userId = user.value();
        key.name = name;
        key.publicKey = line.text();
        key.fingerprint = line.fingerprint();
        key.createdAt = now;
        return key;
    }

    /** @return whether it was good until now */
    boolean revoke(Instant now) {
        if (revokedAt != null) {
            return false;
        }
        revokedAt = now;
        return true;
    }

    public SshKeyId id() {
        return new SshKeyId(id);
    }

    public String name() {
        return name;
    }

    public String publicKey() {
        return publicKey;
    }

    public String fingerprint() {
        return fingerprint;
    }

    public Instant createdAt() {
        return createdAt;
    }

    public @Nullable Instant lastUsedAt() {
        return lastUsedAt;
    }

    public boolean isRevoked() {
        return revokedAt != null;
    }
}
