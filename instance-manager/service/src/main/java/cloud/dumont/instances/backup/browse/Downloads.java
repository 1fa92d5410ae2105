package cloud.dumont.instances.backup.browse;

import cloud.dumont.instances.backup.Times;
import cloud.dumont.instances.backup.commit.Backup;
import cloud.dumont.json.DumontJson;
import cloud.dumont.kernel.BackupId;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.core.type.TypeReference;

/** Links that open one download each. Only their hashes are kept. */
@Repository
public class Downloads {
    private static final int TOKEN_BYTES = 32;
    private final JdbcClient jdbc;
    private final SecureRandom random = new SecureRandom();

    Downloads(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** @param paths absolute @param name for the file that comes of it */
    public record Download(BackupId backup, List<String> paths, String name) {}

    /** @return the token, known to nobody else */
    public String offer(Backup backup, List<String> paths, String name, Instant expiresAt) {
        byte[] bytes = new byte[TOKEN_BYTES];
        random.nextBytes(bytes);
        String token = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        jdbc.sql("""
                        INSERT INTO backup_downloads (token_hash, user_id, backup_id, paths, name, expires_at)
                        VALUES (:hash, :user, :backup, CAST(:paths AS jsonb), :name, :until)
                        """)
                .param("hash", hash(token))
                .param("user", backup.user().value())
                .param("backup", backup.id().value())
                .param("paths", DumontJson.mapper().writeValueAsString(paths))
                .param("name", name)
                .param("until", Times.at(expiresAt))
                .update();
        return token;
    }

    /** Opens it, which nobody can do a second time. */
    public Optional<Download> take(String token, Instant now) {
        return jdbc.sql("""
                        DELETE FROM backup_downloads WHERE token_hash = :hash AND expires_at > :now
                        RETURNING backup_id, paths::text AS paths, name
                        """)
                .param("hash", hash(token))
                .param("now", Times.at(now))
                .query((row, number) -> new Download(
                        new BackupId(row.getObject("backup_id", UUID.class)),
                        DumontJson.mapper().readValue(row.getString("paths"), new TypeReference<List<String>>() {}),
                        row.getString("name")))
                .optional();
    }

    public int forgetExpired(Instant now) {
        return jdbc.sql("DELETE FROM backup_downloads WHERE expires_at <= :now")
                .param("now", Times.at(now))
                .update();
    }

    private static byte[] hash(String token) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
