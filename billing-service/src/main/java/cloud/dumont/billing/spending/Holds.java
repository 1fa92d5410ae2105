package cloud.dumont.billing.spending;

import cloud.dumont.billing.spending.Hold.End;
import cloud.dumont.billing.spending.Hold.Purpose;
import cloud.dumont.billing.wallet.OpenWallet;
import cloud.dumont.billing.wallet.Shares;
import cloud.dumont.kernel.HoldId;
import cloud.dumont.kernel.HourlyPrice;
import cloud.dumont.kernel.InstanceId;
import cloud.dumont.kernel.Money;
import cloud.dumont.kernel.UserId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The store of holds; every change here changes what is held on the accounts in the same transaction. */
@Component
class Holds {
    private static final String SELECT = """
            SELECT id, user_id, instance_id, purpose, price_nanos_h, amount_micros, captured_micros, promo_micros
              FROM holds WHERE state = 'active'
            """;

    private final JdbcClient jdbc;

    Holds(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    Optional<Hold> active(InstanceId instance, Purpose purpose) {
        return jdbc.sql(SELECT + " AND instance_id = :instance AND purpose = :purpose")
                .param("instance", instance.value())
                .param("purpose", purpose.code())
                .query((rs, n) -> hold(rs))
                .optional();
    }

    List<Hold> activeLaunches(UserId user) {
        return jdbc.sql(SELECT + " AND user_id = :user AND purpose = 'launch' ORDER BY id")
                .param("user", user.value())
                .query((rs, n) -> hold(rs))
                .list();
    }

    List<Hold> overdue(UserId user, Instant now) {
        return jdbc.sql(SELECT + " AND user_id = :user AND purpose = 'launch' AND expires_at <= :now ORDER BY id")
                .param("user", user.value())
                .param("now", now.atOffset(ZoneOffset.UTC))
                .query((rs, n) -> hold(rs))
                .list();
    }

    List<UserId> usersWithOverdue(Instant now) {
        return jdbc.sql("""
                        SELECT DISTINCT user_id FROM holds
                         WHERE state = 'active' AND purpose = 'launch' AND expires_at <= :now
                        """).param("now", now.atOffset(ZoneOffset.UTC)).query(UUID.class).list().stream()
                .map(UserId::new)
                .toList();
    }

    /** @param expiresAt null for a hold that lives as long as what it is for */
    Hold place(OpenWallet open, Instant now, Hold hold, @Nullable Instant expiresAt) {
        move(open, hold.left());
        jdbc.sql("""
                        INSERT INTO holds (id, account_id, user_id, purpose, instance_id, price_nanos_h, amount_micros,
                                           promo_micros, state, created_at, expires_at)
                        VALUES (:id, :account, :user, :purpose, :instance, :price, :amount, :promo, 'active', :now,
                                COALESCE(CAST(:expires AS timestamptz), 'infinity'))
                        """)
                .param("id", hold.id().value())
                .param("account", open.now().paid().account())
                .param("user", hold.user().value())
                .param("purpose", hold.purpose().code())
                .param("instance", hold.instance().value())
                .param("price", hold.price().nanos())
                .param("amount", hold.amount().micros())
                .param("promo", hold.left().promo().micros())
                .param("now", now.atOffset(ZoneOffset.UTC))
                .param(
                        "expires",
                        expiresAt == null ? null : expiresAt.atOffset(ZoneOffset.UTC),
                        java.sql.Types.TIMESTAMP_WITH_TIMEZONE)
                .update();
        return hold;
    }

    void renew(Hold hold, Instant expiresAt) {
        expectOne(
                hold,
                jdbc.sql("UPDATE holds SET expires_at = :expires WHERE id = :id AND state = 'active'")
                        .param("expires", expiresAt.atOffset(ZoneOffset.UTC))
                        .param("id", hold.id().value())
                        .update());
    }

    /** What was spent out of a hold by a posting that lowered balance and held money together. */
    void captured(Hold hold, Shares spent) {
        Hold after = hold.capture(spent);
        expectOne(
                hold,
                jdbc.sql("""
                                UPDATE holds SET captured_micros = :captured, promo_micros = :promo
                                 WHERE id = :id AND state = 'active'
                                """)
                        .param("captured", after.captured().micros())
                        .param("promo", after.left().promo().micros())
                        .param("id", hold.id().value())
                        .update());
    }

    /** Gives back what is left of a hold. */
    void end(OpenWallet open, Instant now, Hold hold, End how) {
        move(open, hold.left().negated());
        expectOne(
                hold,
                jdbc.sql("""
                                UPDATE holds SET state = :state, settled_at = :now, promo_micros = 0
                                 WHERE id = :id AND state = 'active'
                                """)
                        .param("state", how.code())
                        .param("now", now.atOffset(ZoneOffset.UTC))
                        .param("id", hold.id().value())
                        .update());
    }

    private static void expectOne(Hold hold, int updated) {
        if (updated != 1) {
            throw new IllegalStateException("hold " + hold.id() + " is no longer active");
        }
    }

    private void move(OpenWallet open, Shares amount) {
        move(open.now().paid().account(), amount.paid());
        move(open.now().promo().account(), amount.promo());
        open.held(amount);
    }

    private void move(long account, Money amount) {
        if (amount.micros() != 0) {
            jdbc.sql("UPDATE accounts SET held_micros = held_micros + :amount WHERE id = :account")
                    .param("amount", amount.micros())
                    .param("account", account)
                    .update();
        }
    }

    private static Hold hold(ResultSet rs) throws SQLException {
        Money amount = new Money(rs.getLong("amount_micros"));
        Money captured = new Money(rs.getLong("captured_micros"));
        Money promo = new Money(rs.getLong("promo_micros"));
        return new Hold(
                new HoldId(rs.getObject("id", UUID.class)),
                new UserId(rs.getObject("user_id", UUID.class)),
                new InstanceId(rs.getObject("instance_id", UUID.class)),
                Purpose.valueOf(rs.getString("purpose").toUpperCase(Locale.ROOT)),
                new HourlyPrice(rs.getLong("price_nanos_h")),
                amount,
                captured,
                new Shares(promo, amount.minus(captured).minus(promo)));
    }
}
