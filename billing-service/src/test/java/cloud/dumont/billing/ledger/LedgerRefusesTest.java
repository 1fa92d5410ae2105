package cloud.dumont.billing.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloud.dumont.billing.BillingTest;
import cloud.dumont.billing.Customers;
import cloud.dumont.billing.ledger.Posting.Line;
import cloud.dumont.kernel.Money;
import cloud.dumont.kernel.TransactionId;
import cloud.dumont.kernel.UserId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** What must not be is refused by the database, whoever asks. */
@BillingTest
class LedgerRefusesTest {
    private static final Instant NOW = Instant.parse("2031-03-01T12:00:00Z");

    @Autowired
    private Ledger ledger;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private TransactionTemplate transactions;

    @Autowired
    private Customers customers;

    private UserId user = new UserId(UUID.randomUUID());

    @BeforeEach
    void someone() {
        user = customers.with("5", "7", NOW);
    }

    private Posting spend(String key, String amount) {
        Money money = Money.parse(amount);
        return new Posting(
                new TransactionId(UUID.randomUUID()),
                user,
                TransactionKind.USAGE,
                key,
                money.negated(),
                null,
                "spent",
                Map.of(),
                NOW,
                List.of(Line.debit(AccountCode.wallet(user), money), Line.credit(AccountCode.revenue("gpu"), money)));
    }

    private long balance(AccountCode account) {
        return jdbc.sql("SELECT balance_micros FROM accounts WHERE code = :code")
                .param("code", account.value())
                .query(Long.class)
                .single();
    }

    private void refused(String sql, String why) {
        assertThatThrownBy(() -> transactions.executeWithoutResult(status -> jdbc.sql(
                                sql.replace("{wallet}", "(SELECT id FROM accounts WHERE code = 'wallet:" + user + "')")
                                        .replace("{gpu}", "(SELECT id FROM accounts WHERE code = 'revenue:gpu')"))
                        .update()))
                .as(sql)
                .hasStackTraceContaining(why);
    }

    @Test
    void aSecondPostingWithTheSameKeyMovesNothing() {
        String key = "k:" + UUID.randomUUID();
        assertThat(ledger.post(NOW, spend(key, "1"))).isTrue();
        assertThat(ledger.post(NOW, spend(key, "1"))).isFalse();
        assertThat(balance(AccountCode.wallet(user))).isEqualTo(6_000_000);
        assertThatThrownBy(() -> ledger.post(NOW, spend(key, "2"))).hasStackTraceContaining("as something else");
    }

    @Test
    void aPurseCannotBeOverdrawnNorSpendWhatIsHeld() {
        assertThatThrownBy(() -> ledger.post(NOW, spend("k:" + UUID.randomUUID(), "7.000001")))
                .hasStackTraceContaining("covered");
        jdbc.sql("UPDATE accounts SET held_micros = 3000000 WHERE code = :code")
                .param("code", AccountCode.wallet(user).value())
                .update();
        assertThatThrownBy(() -> ledger.post(NOW, spend("k:" + UUID.randomUUID(), "4.000001")))
                .hasStackTraceContaining("covered");
        assertThat(ledger.post(NOW, spend("k:" + UUID.randomUUID(), "4"))).isTrue();
        refused("UPDATE accounts SET held_micros = 3000001 WHERE id = {wallet}", "covered");
        jdbc.sql("UPDATE accounts SET held_micros = 0 WHERE code = :code")
                .param("code", AccountCode.wallet(user).value())
                .update();
    }

    @Test
    void historyCannotBeChanged() {
        for (String table : List.of("transactions", "entries", "accounts", "wallets")) {
            refused("DELETE FROM " + table, "append-only");
            refused("TRUNCATE " + table + " CASCADE", "append-only");
        }
        refused("UPDATE transactions SET description = 'x'", "append-only");
        refused("UPDATE entries SET amount_micros = amount_micros + 1", "append-only");
        refused("UPDATE accounts SET code = 'x' WHERE id = {wallet}", "cannot change");
        refused("UPDATE accounts SET strict = false WHERE id = {wallet}", "cannot change");
    }

    @Test
    void balancesMoveOnlyByEntries() {
        refused("UPDATE accounts SET balance_micros = balance_micros + 1 WHERE id = {wallet}", "one version at a time");
        refused(
                "UPDATE accounts SET balance_micros = balance_micros + 1, version = version + 1 WHERE id = {wallet}",
                "moved without an entry");
        refused("UPDATE accounts SET version = version + 1 WHERE id = {wallet}", "one version at a time");
        refused(
                "INSERT INTO accounts (code, kind, strict, balance_micros) VALUES ('x', 'liability', true, 5)",
                "empty");
    }

    @Test
    void entriesBalanceComeOnceAndFitTheirAccounts() {
        String header = "INSERT INTO transactions (id, kind, idempotency_key, amount_micros, description, occurred_at)"
                + " VALUES ('%s', 'usage', '%s', 0, 'x', now())";
        String id = UUID.randomUUID().toString();
        String lines = "WITH h AS (" + header.formatted(id, id) + ") INSERT INTO entries"
                + " (transaction_id, line, account_id, amount_micros, account_version) VALUES ";
        refused(header.formatted(id, id), "has no lines");
        refused(lines + "('" + id + "', 1, {gpu}, 5, null), ('" + id + "', 2, {gpu}, -4, null)", "does not balance");
        refused(lines + "('" + id + "', 1, {gpu}, 5, null), ('" + id + "', 2, {wallet}, -5, null)", "does not fit");
        refused(lines + "('" + id + "', 1, {gpu}, 5, null), ('" + id + "', 2, {wallet}, -5, 999)", "does not fit");
        refused(
                lines + "('" + id + "', 1, {gpu}, 5, null), ('" + id + "', 2, {wallet}, -5, 1)",
                "entries_strict_chain");
        assertThat(ledger.post(NOW, spend("k:" + UUID.randomUUID(), "1"))).isTrue();
        refused("""
                INSERT INTO entries (transaction_id, line, account_id, amount_micros)
                SELECT t.id, n, {gpu}, 5 * (2 * n - 21) FROM generate_series(10, 11) n,
                       (SELECT id FROM transactions WHERE user_id = '%s' LIMIT 1) t
                """.formatted(user.value()), "already has its lines");
    }

    @Test
    void whatTheUserIsToldIsWhatMoved() {
        Posting honest = spend("k:" + UUID.randomUUID(), "1");
        Posting lying = new Posting(
                honest.id(),
                user,
                honest.kind(),
                honest.key(),
                Money.parse("-0.5"),
                null,
                "x",
                Map.of(),
                NOW,
                honest.lines());
        assertThatThrownBy(() -> ledger.post(NOW, lying)).hasStackTraceContaining("another amount");
    }

    @Test
    void twoPayersOfOneMachineAtOnceAreRefused() {
        String insert = """
                INSERT INTO usage_intervals (id, user_id, account_id, instance_id, placement_id, epoch, kind, seq, price_nanos_h,
                                             cost_nanos_h, opened_at, closed_at)
                VALUES (gen_random_uuid(), '%s', {wallet}, '%s', gen_random_uuid(), 1, 'gpu', 1, 5, 5, '%s', %s)
                """;
        UUID instance = UUID.randomUUID();
        jdbc.sql(insert.formatted(user.value(), instance, "2026-01-01T00:00Z", "'2026-01-02T00:00Z'")
                        .replace("{wallet}", "(SELECT id FROM accounts WHERE code = 'wallet:" + user + "')"))
                .update();
        refused(insert.formatted(user.value(), instance, "2026-01-01T12:00Z", "null"), "one_payer");
        refused(insert.formatted(user.value(), instance, "2025-12-31T12:00Z", "null"), "one_payer");
        jdbc.sql("DELETE FROM usage_intervals WHERE instance_id = :instance")
                .param("instance", instance)
                .update();
    }
}
