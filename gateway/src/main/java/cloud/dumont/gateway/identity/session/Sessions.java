package cloud.dumont.gateway.identity.session;

import cloud.dumont.kernel.SessionId;
import cloud.dumont.kernel.UserId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** All logins, as statements that fence: a generation is left once. */
@Component
class Sessions {
    static final Duration IDLE = Duration.ofDays(7);
    static final Duration LONGEST = Duration.ofDays(30);

    private static final String COLUMNS =
            "id, user_id, generation, security_epoch, replay_until, sealed_successor, idle_expires_at, expires_at, revoked_at";

    private final JdbcClient jdbc;

    Sessions(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    record Row(
            SessionId id,
            UserId user,
            int generation,
            int securityEpoch,
            @Nullable Instant replayUntil,
            byte @Nullable [] sealedSuccessor,
            Instant idleExpires,
            Instant expires,
            boolean revoked) {
        boolean isOver(Instant now) {
            return !now.isBefore(idleExpires) || !now.isBefore(expires);
        }

        boolean mayReplay(Instant now) {
            return replayUntil != null && now.isBefore(replayUntil);
        }
    }

    void open(SessionId id, UserId user, int securityEpoch, RefreshToken token, Client client, Instant now) {
        jdbc.sql("""
                        INSERT INTO sessions (id, user_id, current_hash, security_epoch, ip, user_agent, created_at, used_at,
                                              idle_expires_at, expires_at)
                        VALUES (:id, :user, :hash, :epoch, CAST(:ip AS inet), :agent, :now, :now, :idle, :expires)
                        """)
                .param("id", id.value())
                .param("user", user.value())
                .param("hash", token.hash())
                .param("epoch", securityEpoch)
                .param("ip", client.ip())
                .param("agent", client.userAgent())
                .param("now", Timestamp.from(now))
                .param("idle", Timestamp.from(now.plus(IDLE)))
                .param("expires", Timestamp.from(now.plus(LONGEST)))
                .update();
    }

    /** Locked: of two tabs with the same token one rotates, the other then finds the token in the past. */
    Optional<Row> byCurrent(byte[] hash) {
        return one("current_hash = :hash FOR UPDATE", hash);
    }

    Optional<Row> byPrevious(byte[] hash) {
        return one("previous_hash = :hash FOR UPDATE", hash);
    }

    Optional<Row> bySpent(byte[] hash) {
        return one("id = (SELECT session_id FROM spent_refresh_tokens WHERE hash = :hash) FOR UPDATE", hash);
    }

    private Optional<Row> one(String where, byte[] hash) {
        return jdbc.sql("SELECT " + COLUMNS + " FROM sessions WHERE " + where)
                .param("hash", hash)
                .query(Sessions::row)
                .optional();
    }

    /** @throws IllegalStateException when the generation was left in between, which the row lock rules out */
    void rotate(Row row, RefreshToken old, RefreshToken successor, byte[] sealed, Duration grace, Instant now) {
        int rotated = jdbc.sql("""
                        UPDATE sessions SET generation = generation + 1, previous_hash = current_hash, current_hash = :next,
                               replay_until = :replay, sealed_successor = :sealed, used_at = :now,
                               idle_expires_at = LEAST(:idle, expires_at)
                         WHERE id = :id AND generation = :generation AND current_hash = :hash AND revoked_at IS NULL
                        """)
                .param("next", successor.hash())
                .param("replay", Timestamp.from(now.plus(grace)))
                .param("sealed", sealed)
                .param("now", Timestamp.from(now))
                .param("idle", Timestamp.from(now.plus(IDLE)))
                .param("id", row.id().value())
                .param("generation", row.generation())
                .param("hash", old.hash())
                .update();
        if (rotated != 1) {
            throw new IllegalStateException("the session was rotated by somebody else");
        }
        jdbc.sql("INSERT INTO spent_refresh_tokens (hash, session_id, spent_at) VALUES (:hash, :id, :now)")
                .param("hash", old.hash())
                .param("id", row.id().value())
                .param("now", Timestamp.from(now))
                .update();
    }

    /** @return whether it was open until now */
    boolean revoke(UserId user, SessionId id, String reason, Instant now) {
        return jdbc.sql("""
                        UPDATE sessions SET revoked_at = :now, revoke_reason = :reason
                         WHERE id = :id AND user_id = :user AND revoked_at IS NULL
                        """)
                        .param("now", Timestamp.from(now))
                        .param("reason", reason)
                        .param("id", id.value())
                        .param("user", user.value())
                        .update()
                == 1;
    }

    /** Ends all logins of an account, also those that somebody opens at this very moment. @return what was open */
    List<SessionId> revokeAll(UserId user, Instant now) {
        jdbc.sql("UPDATE users SET security_epoch = security_epoch + 1, version = version + 1 WHERE id = :user")
                .param("user", user.value())
                .update();
        return jdbc.sql("""
                        UPDATE sessions SET revoked_at = :now, revoke_reason = 'logout_all'
                         WHERE user_id = :user AND revoked_at IS NULL RETURNING id
                        """)
                .param("now", Timestamp.from(now))
                .param("user", user.value())
                .query((rs, n) -> new SessionId(rs.getObject("id", UUID.class)))
                .list();
    }

    boolean exists(UserId user, SessionId id) {
        return jdbc.sql("SELECT EXISTS (SELECT 1 FROM sessions WHERE id = :id AND user_id = :user)")
                .param("id", id.value())
                .param("user", user.value())
                .query(Boolean.class)
                .single();
    }

    List<Visit> open(UserId user, Instant now) {
        return jdbc.sql("""
                        SELECT id, host(ip) AS ip, user_agent, created_at, used_at FROM sessions
                         WHERE user_id = :user AND revoked_at IS NULL AND idle_expires_at > :now AND expires_at > :now
                         ORDER BY used_at DESC NULLS LAST, id LIMIT 100
                        """)
                .param("user", user.value())
                .param("now", Timestamp.from(now))
                .query((rs, n) -> new Visit(
                        new SessionId(rs.getObject("id", UUID.class)),
                        rs.getString("ip"),
                        rs.getString("user_agent"),
                        rs.getTimestamp("created_at").toInstant(),
                        rs.getTimestamp("used_at").toInstant()))
                .list();
    }

    private static Row row(ResultSet rs, int n) throws SQLException {
        Timestamp replay = rs.getTimestamp("replay_until");
        return new Row(
                new SessionId(rs.getObject("id", UUID.class)),
                new UserId(rs.getObject("user_id", UUID.class)),
                rs.getInt("generation"),
                rs.getInt("security_epoch"),
                replay == null ? null : replay.toInstant(),
                rs.getBytes("sealed_successor"),
                rs.getTimestamp("idle_expires_at").toInstant(),
                rs.getTimestamp("expires_at").toInstant(),
                rs.getTimestamp("revoked_at") != null);
    }
}
