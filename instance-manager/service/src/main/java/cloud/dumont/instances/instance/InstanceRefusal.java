package cloud.dumont.instances.instance;

import cloud.dumont.kernel.ActionId;
import cloud.dumont.kernel.Money;
import cloud.dumont.web.problem.Refusal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;

/** Why something cannot be done with a machine, or no machine can be had. */
public sealed interface InstanceRefusal extends Refusal {
    @Override
    default int status() {
        return 409;
    }

    record InvalidState(Status state, List<Command> allowed) implements InstanceRefusal {
        @Override
        public String code() {
            return "invalid_state";
        }

        @Override
        public String detail() {
            return "The machine is " + state.word() + "; this is possible now: "
                    + String.join(", ", allowed.stream().map(Command::word).toList()) + ".";
        }

        @Override
        public Map<String, Object> extras() {
            return Map.of(
                    "state",
                    state.word(),
                    "allowed_commands",
                    allowed.stream().map(Command::word).toList());
        }
    }

    record InstanceBusy(ActionId action) implements InstanceRefusal {
        @Override
        public String code() {
            return "instance_busy";
        }

        @Override
        public String detail() {
            return "Another action is running on this machine. Wait for its end, or destroy the machine.";
        }

        @Override
        public Map<String, Object> extras() {
            return Map.of("action", action.text());
        }
    }

    /** What would be lost with a box that goes without a final backup. */
    enum Loss {
        SINCE_LAST_BACKUP("Without a final backup, what changed since the last one would be lost."),
        WHILE_COMING_BACK(
                "The machine's files are still being brought back, and nothing is saved until they are: what was made on"
                        + " this box meanwhile would be lost."),
        NO_BACKUPS("This machine makes no backups, so what is on its disk would be lost.");

        private final String sentence;

        Loss(String sentence) {
            this.sentence = sentence;
        }
    }

    record DataLossNotAccepted(Loss loss) implements InstanceRefusal {
        @Override
        public String code() {
            return "data_loss_not_accepted";
        }

        @Override
        public String detail() {
            return loss.sentence + " Repeat with accept_data_loss true if that is what you want.";
        }
    }

    record MoveWouldLose(Loss loss) implements InstanceRefusal {
        @Override
        public String code() {
            return "data_loss_not_accepted";
        }

        @Override
        public String detail() {
            return loss.sentence + " A machine moves with its files only.";
        }
    }

    /** @param exists whether the platform has any */
    record NoStandby(boolean exists) implements InstanceRefusal {
        @Override
        public String code() {
            return "no_standby";
        }

        @Override
        public String detail() {
            return exists
                    ? "The machine's standby is turned off, and without it there is no way back if the new place fails."
                    : "This platform has no standbys.";
        }
    }

    /** @param nextAt when one more is possible */
    record FailoverLimit(int limit, int left, Instant nextAt) implements InstanceRefusal {
        @Override
        public String code() {
            return "failover_limit";
        }

        @Override
        public String detail() {
            return "A machine moves " + limit + " times in 24 hours at most; the next time is possible at "
                    + nextAt.truncatedTo(ChronoUnit.SECONDS) + ".";
        }

        @Override
        public Map<String, Object> extras() {
            return Map.of("limit", limit, "left", left, "next_at", nextAt);
        }
    }

    record NotOnStandby() implements InstanceRefusal {
        @Override
        public String code() {
            return "not_on_standby";
        }

        @Override
        public String detail() {
            return "The machine is on no standby.";
        }
    }

    record NameTaken(String name) implements InstanceRefusal {
        @Override
        public String code() {
            return "name_taken";
        }

        @Override
        public String detail() {
            return "You already have a machine called " + name + ".";
        }
    }

    record QuotaExceeded(int limit) implements InstanceRefusal {
        @Override
        public String code() {
            return "quota_exceeded";
        }

        @Override
        public String detail() {
            return "Your plan allows " + limit + " machines. Destroy one first.";
        }

        @Override
        public Map<String, Object> extras() {
            return Map.of("limit", limit);
        }
    }

    record InsufficientBalance(Money needed, Money available) implements InstanceRefusal {
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
            return Map.of("needed", amount(needed), "available", amount(available));
        }

        private static Map<String, String> amount(Money money) {
            return Map.of("amount", money.amount(), "currency", Money.CURRENCY);
        }
    }

    record AccountNotReady(String code, String detail) implements InstanceRefusal {
        @Override
        public int status() {
            return 403;
        }
    }

    record PreconditionFailed() implements InstanceRefusal {
        @Override
        public String code() {
            return "precondition_failed";
        }

        @Override
        public int status() {
            return 412;
        }

        @Override
        public String detail() {
            return "The machine changed since you read it. Read it again.";
        }
    }
}
