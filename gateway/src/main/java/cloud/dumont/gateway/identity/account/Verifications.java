package cloud.dumont.gateway.identity.account;

import cloud.dumont.events.IdentityEvent;
import cloud.dumont.gateway.identity.Hashes;
import cloud.dumont.gateway.identity.IdentityFacts;
import cloud.dumont.gateway.identity.LinkTokens;
import cloud.dumont.gateway.identity.mail.MailKind;
import cloud.dumont.gateway.identity.mail.Mails;
import cloud.dumont.kernel.Ids;
import cloud.dumont.kernel.UserId;
import cloud.dumont.web.problem.RefusedException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Proving an address by a link that was mailed to it. */
@Component
public class Verifications {
    private static final Duration LIFE = Duration.ofHours(24);

    private final JdbcClient jdbc;
    private final Accounts accounts;
    private final Mails mails;
    private final LinkTokens links;
    private final IdentityFacts facts;
    private final Ids ids;
    private final InstantSource clock;

    Verifications(
            JdbcClient jdbc,
            Accounts accounts,
            Mails mails,
            LinkTokens links,
            IdentityFacts facts,
            Ids ids,
            InstantSource clock) {
        this.jdbc = jdbc;
        this.accounts = accounts;
        this.mails = mails;
        this.links = links;
        this.facts = facts;
        this.ids = ids;
        this.clock = clock;
    }

    /** In the caller's transaction. */
    void begin(UserId user, String passwordHash, Instant now) {
        UUID id = ids.next(UserId::new).value();
        jdbc.sql("""
                        INSERT INTO email_verifications (id, user_id, token_hash, password_hash, created_at, expires_at)
                        VALUES (:id, :user, :hash, :password, :now, :expires)
                        """)
                .param("id", id)
                .param("user", user.value())
                .param("hash", Hashes.sha256(links.of(id)))
                .param("password", passwordHash)
                .param("now", Timestamp.from(now))
                .param("expires", Timestamp.from(now.plus(LIFE)))
                .update();
        mails.post(id, user, MailKind.VERIFY, now);
    }

    private record Row(
            UUID id,
            UUID userId,
            String passwordHash,
            Instant expiresAt,
            @Nullable Instant usedAt) {}

    /** Following the link twice is as good as once. @throws RefusedException {@code token_invalid} */
    @Transactional
    public void complete(String token) {
        Instant now = clock.instant();
        Row row = jdbc.sql("""
                        SELECT id, user_id, password_hash, expires_at, used_at FROM email_verifications
                         WHERE token_hash = :hash FOR UPDATE
                        """)
                .param("hash", Hashes.sha256(token))
                .query((rs, n) -> new Row(
                        rs.getObject("id", UUID.class),
                        rs.getObject("user_id", UUID.class),
                        rs.getString("password_hash"),
                        rs.getTimestamp("expires_at").toInstant(),
                        rs.getTimestamp("used_at") == null
                                ? null
                                : rs.getTimestamp("used_at").toInstant()))
                .optional()
                .filter(found -> now.isBefore(found.expiresAt()))
                .orElseThrow(() -> new RefusedException(AccountRefusal.TOKEN_INVALID));
        if (row.usedAt() == null) {
            apply(row, now);
        }
    }

    private void apply(Row row, Instant now) {
        Account account = accounts.findLocked(row.userId()).orElseThrow();
        if (!account.verify(row.passwordHash(), now)) {
            throw new RefusedException(AccountRefusal.TOKEN_INVALID);
        }
        Account saved = accounts.saveAndFlush(account);
        jdbc.sql("DELETE FROM email_verifications WHERE user_id = :user AND id <> :id")
                .param("user", row.userId())
                .param("id", row.id())
                .update();
        jdbc.sql("UPDATE email_verifications SET used_at = :now WHERE id = :id")
                .param("now", Timestamp.from(now))
                .param("id", row.id())
                .update();
        facts.publish(
                now,
                saved.id(),
                saved.id().text(),
                saved.version(),
                IdentityFacts.themselves(saved.id()),
                new IdentityEvent.UserVerified(saved.id()));
    }

    /** For somebody who knows the password but lost the mail. */
    @Transactional
    public void again(Account account) {
        Instant now = clock.instant();
        String hash = account.passwordHash();
        if (hash != null && mails.mayWriteTo(account.id(), now)) {
            begin(account.id(), hash, now);
        }
    }
}
