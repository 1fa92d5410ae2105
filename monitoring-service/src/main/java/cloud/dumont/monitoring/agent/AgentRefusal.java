package cloud.dumont.monitoring.agent;

import cloud.dumont.web.problem.Refusal;
import java.util.Map;

/** Why an agent is not heard. */
public sealed interface AgentRefusal extends Refusal {
    record TokenInvalid() implements AgentRefusal {
        @Override
        public String code() {
            return "token_invalid";
        }

        @Override
        public int status() {
            return 401;
        }

        @Override
        public String detail() {
            return "This bootstrap token is not known or no longer good.";
        }
    }

    record TokenSpent() implements AgentRefusal {
        @Override
        public String code() {
            return "token_spent";
        }

        @Override
        public int status() {
            return 409;
        }

        @Override
        public String detail() {
            return "This bootstrap token was used by another box; the placement is given up.";
        }
    }

    record NonceInvalid() implements AgentRefusal {
        @Override
        public String code() {
            return "nonce_invalid";
        }

        @Override
        public int status() {
            return 401;
        }

        @Override
        public String detail() {
            return "The nonce is not ours, too old, used, or not signed by the enrolled key. Ask for a new one.";
        }
    }

    record SignatureInvalid() implements AgentRefusal {
        @Override
        public String code() {
            return "signature_invalid";
        }

        @Override
        public int status() {
            return 401;
        }

        @Override
        public String detail() {
            return "The body is not signed by the enrolled key.";
        }
    }

    /** @param lastSeq the number to go on from */
    record BeatReplayed(long lastSeq) implements AgentRefusal {
        @Override
        public String code() {
            return "beat_replayed";
        }

        @Override
        public int status() {
            return 409;
        }

        @Override
        public String detail() {
            return "A beat with this number or a later one was heard before.";
        }

        @Override
        public Map<String, Object> extras() {
            return Map.of("last_seq", lastSeq);
        }
    }

    record StaleEpoch() implements AgentRefusal {
        @Override
        public String code() {
            return "stale_epoch";
        }

        @Override
        public int status() {
            return 409;
        }

        @Override
        public String detail() {
            return "The machine lives elsewhere now.";
        }

        @Override
        public Map<String, Object> extras() {
            return Map.of("action", "quiesce");
        }
    }

    record MalformedBody(String why) implements AgentRefusal {
        @Override
        public String code() {
            return "malformed_json";
        }

        @Override
        public int status() {
            return 400;
        }

        @Override
        public String detail() {
            return why;
        }
    }

    record TooManyReports() implements AgentRefusal {
        @Override
        public String code() {
            return "rate_limited";
        }

        @Override
        public int status() {
            return 429;
        }

        @Override
        public String detail() {
            return "Too many reports of failed bootstraps.";
        }

        @Override
        public Map<String, Object> extras() {
            return Map.of("retry_after_s", 60);
        }
    }
}
