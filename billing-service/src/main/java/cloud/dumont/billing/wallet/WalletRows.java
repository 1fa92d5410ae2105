package cloud.dumont.billing.wallet;

import cloud.dumont.kernel.Money;
import cloud.dumont.kernel.UserId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The wallets' rows. */
@Component
class WalletRows {
    private static final String SELECT = """
            SELECT v.user_id, v.revision, v.runs_out_at, w.id AS wallet_id, w.balance_micros AS wallet_balance,
                   w.held_micros AS wallet_held, w.frozen_reason, p.id AS promo_id, p.balance_micros AS promo_balance,
                   p.held_micros AS promo_held
              FROM wallets v JOIN accounts w ON w.id = v.wallet_account JOIN accounts p ON p.id = v.promo_account
             WHERE v.user_id = :user
            """;

    private final JdbcClient jdbc;

    WalletRows(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    Optional<Wallet> find(UserId user) {
        return jdbc.sql(SELECT)
                .param("user", user.value())
                .query((rs, n) -> wallet(rs))
                .optional();
    }

    /** Locks the row that stands for all of the user's money; opens the purses of a user who has none. */
    Wallet lock(UserId user) {
        if (!locked(user)) {
            jdbc.sql("SELECT open_wallet(:user, :name)")
                    .param("user", user.value())
                    .param("name", user.text())
                    .query((rs, n) -> true)
                    .list();
            locked(user);
        }
        return find(user).orElseThrow();
    }

    private boolean locked(UserId user) {
        return jdbc.sql("SELECT 1 FROM wallets WHERE user_id = :user FOR NO KEY UPDATE")
                .param("user", user.value())
                .query(Integer.class)
                .optional()
                .isPresent();
    }

    void save(UserId user, long revision, @Nullable Instant runsOutAt) {
        jdbc.sql("UPDATE wallets SET revision = :revision, runs_out_at = :runsOut WHERE user_id = :user")
                .param("revision", revision)
                .param(
                        "runsOut",
                        runsOutAt == null ? null : runsOutAt.atOffset(ZoneOffset.UTC),
                        java.sql.Types.TIMESTAMP_WITH_TIMEZONE)
                .param("user", user.value())
                .update();
    }

    List<UserId> thatRanOutBefore(Instant moment) {
        return jdbc
                .sql("SELECT user_id FROM wallets WHERE runs_out_at < :moment")
                .param("moment", moment.atOffset(ZoneOffset.UTC))
                .query(UUID.class)
                .list()
                .stream()
                .map(UserId::new)
                .toList();
    }

    private static Wallet wallet(ResultSet rs) throws SQLException {
        OffsetDateTime runsOut = rs.getObject("runs_out_at", OffsetDateTime.class);
        return new Wallet(
                new UserId(rs.getObject("user_id", UUID.class)),
                new Purse(
                        rs.getLong("wallet_id"),
                        new Money(rs.getLong("wallet_balance")),
                        new Money(rs.getLong("wallet_held"))),
                new Purse(
                        rs.getLong("promo_id"),
                        new Money(rs.getLong("promo_balance")),
                        new Money(rs.getLong("promo_held"))),
                rs.getLong("revision"),
                runsOut == null ? null : runsOut.toInstant(),
                rs.getString("frozen_reason"));
    }
}
