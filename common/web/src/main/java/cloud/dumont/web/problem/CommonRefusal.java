package cloud.dumont.web.problem;

import java.util.Map;

/** Refusals that any resource may give. */
public sealed interface CommonRefusal extends Refusal {
    /** Also for what belongs to somebody else: the two cannot be told apart. */
    record NotFound() implements CommonRefusal {
        @Override
        public String code() {
            return "not_found";
        }

        @Override
        public int status() {
            return 404;
        }

        @Override
        public String detail() {
            return "There is nothing here, or it is not yours.";
        }
    }

    record ScopeMissing(String scope) implements CommonRefusal {
        @Override
        public String code() {
            return "scope_missing";
        }

        @Override
        public int status() {
            return 403;
        }

        @Override
        public String detail() {
            return "This needs the scope " + scope + ".";
        }

        @Override
        public Map<String, Object> extras() {
            return Map.of("scope", scope);
        }
    }

    record ValidationFailed(String pointer, String reason, String detail) implements CommonRefusal {
        @Override
        public String code() {
            return "validation_failed";
        }

        @Override
        public int status() {
            return 400;
        }

        @Override
        public Map<String, Object> extras() {
            return Map.of("errors", java.util.List.of(Map.of("pointer", pointer, "code", reason, "detail", detail)));
        }
    }

    record CursorInvalid() implements CommonRefusal {
        @Override
        public String code() {
            return "cursor_invalid";
        }

        @Override
        public int status() {
            return 400;
        }

        @Override
        public String detail() {
            return "The cursor does not belong to this list and these filters; start again without it.";
        }
    }

    record IdempotencyKeyInvalid() implements CommonRefusal {
        @Override
        public String code() {
            return "idempotency_key_invalid";
        }

        @Override
        public int status() {
            return 400;
        }

        @Override
        public String detail() {
            return "An Idempotency-Key has 8 to 255 visible characters.";
        }
    }

    /** A part of the platform that this request needs does not answer. */
    record Unavailable(String part) implements CommonRefusal {
        @Override
        public String code() {
            return "maintenance";
        }

        @Override
        public int status() {
            return 503;
        }

        @Override
        public String detail() {
            return "The " + part + " part of the platform does not answer right now; nothing was changed. Try again.";
        }

        @Override
        public Map<String, Object> extras() {
            return Map.of("retry_after_s", 2);
        }
    }
}
