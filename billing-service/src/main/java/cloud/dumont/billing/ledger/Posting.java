package cloud.dumont.billing.ledger;

import cloud.dumont.kernel.InstanceId;
import cloud.dumont.kernel.Money;
import cloud.dumont.kernel.TransactionId;
import cloud.dumont.kernel.UserId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One transaction to be posted. It balances or it does not exist.
 *
 * @param user whose history shows it; null when it is the company's own
 * @param key idempotency key: posting it twice moves money once
 * @param amount what it does to the user's money: negative when it costs the user
 * @param lines at least two, on different accounts, none of them zero, with a sum of zero
 */
public record Posting(
        TransactionId id,
        @Nullable UserId user,
        TransactionKind kind,
        String key,
        Money amount,
        @Nullable InstanceId instance,
        String description,
        Map<String, String> metadata,
        Instant occurredAt,
        List<Line> lines) {

    /**
     * @param amount {@code +} debit, {@code −} credit
     * @param unheld how much of the amount had been held on this account and is spent by this posting
     */
    public record Line(AccountCode account, Money amount, Money unheld) {
        public static Line debit(AccountCode account, Money amount) {
            return new Line(account, amount, Money.ZERO);
        }

        public static Line credit(AccountCode account, Money amount) {
            return new Line(account, amount.negated(), Money.ZERO);
        }
    }

    public Posting {
        metadata = Map.copyOf(metadata);
        lines = List.copyOf(lines);
        if (lines.stream().map(Line::amount).reduce(Money.ZERO, Money::plus).micros() != 0) {
            throw new IllegalArgumentException("a transaction balances: " + key);
        }
        if (lines.size() < 2 || lines.stream().anyMatch(line -> line.amount().micros() == 0)) {
            throw new IllegalArgumentException("a transaction has two lines or more, none of them empty: " + key);
        }
        if (lines.stream().map(Line::account).distinct().count() != lines.size()) {
            throw new IllegalArgumentException("a transaction names each account once: " + key);
        }
    }
}
