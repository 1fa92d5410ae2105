package cloud.dumont.gateway.identity;

import cloud.dumont.gateway.identity.sshkey.PublicKeyLine;
import cloud.dumont.kernel.SshKeyId;
import cloud.dumont.kernel.UserId;
import java.sql.Timestamp;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Who may pass the jump host: somebody whose account works and who shows one of its keys. */
@Component
public class SshLogins {
    private final JdbcClient jdbc;
    private final InstantSource clock;

    SshLogins(JdbcClient jdbc, InstantSource clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    public record SshLogin(UserId user, SshKeyId key) {}

    /** @param key in its wire form */
    public Optional<SshLogin> find(String handle, byte[] key) {
        return jdbc.sql("""
                        SELECT u.id AS user_id, k.id AS key_id FROM ssh_keys k JOIN users u ON u.id = k.user_id
                         WHERE u.handle = :handle AND u.status = 'active' AND k.fingerprint = :fingerprint
                           AND k.revoked_at IS NULL
                        """)
                .param("handle", handle)
                .param("fingerprint", PublicKeyLine.fingerprint(key))
                .query((rs, n) -> new SshLogin(
                        new UserId(rs.getObject("user_id", UUID.class)),
                        new SshKeyId(rs.getObject("key_id", UUID.class))))
                .optional();
    }

    /** Call it when the key's signature was good, not when the key was merely offered. */
    public void used(SshLogin login) {
        jdbc.sql("UPDATE ssh_keys SET last_used_at = :now WHERE id = :key")
                .param("now", Timestamp.from(clock.instant()))
                .param("key", login.key().value())
                .update();
    }
}
