package cloud.dumont.billing.spending;

import cloud.dumont.billing.wallet.Wallet;
import cloud.dumont.kernel.Money;
import cloud.dumont.web.problem.Refusal;
import java.util.Map;
import java.util.Optional;

/** Why money may not be spent. */
public sealed interface SpendingRefusal extends Refusal {
    static Optional<SpendingRefusal> check(Wallet wallet, Money needed, Money available) {
        if (wallet.frozenReason() != null) {
            return Optional.of(new AccountFrozen());
        }
        return available.compareTo(needed) < 0
                ? Optional.of(new InsufficientBalance(needed, available))
                : Optional.empty();
    }

    record InsufficientBalance(Money needed, Money available) implements SpendingRefusal {
        @Override
        public String code() {
            return "insufficient_balance";
        }

        @Override
        public int status() {
            return 402;
        }

        @Override
        public String detail() {
            return "This machine needs " + needed + " to start, " + available + " are free.";
        }

        @Override
        public Map<String, Object> extras() {
            return Map.of("needed", needed, "available", available);
        }
    }

    record AccountFrozen() implements SpendingRefusal {
        @Override
        public String code() {
            return "account_frozen";
        }

        @Override
        public int status() {
            return 403;
        }

        @Override
        public String detail() {
            return "This account is frozen and cannot start machines; please write to us.";
        }
    }
}
