package cloud.dumont.gateway.routes;

import cloud.dumont.web.problem.Refusal;
import java.util.Map;

/** Why a request does not pass the door, or what stood behind it did not answer. */
sealed interface DoorRefusal extends Refusal {
    record SessionNeeded() implements DoorRefusal {
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
            return "This needs a login; an API key cannot do it.";
        }

        @Override
        public Map<String, Object> extras() {
            return Map.of("scope", "session");
        }
    }

    record TooLarge(long limit) implements DoorRefusal {
        @Override
        public String code() {
            return "too_large";
        }

        @Override
        public int status() {
            return 413;
        }

        @Override
        public String detail() {
            return "A body has at most " + limit + " bytes.";
        }
    }

    record UnsupportedForm() implements DoorRefusal {
        @Override
        public String code() {
            return "unsupported_media_type";
        }

        @Override
        public int status() {
            return 415;
        }

        @Override
        public String detail() {
            return "Send application/json.";
        }
    }

    record WrongMethod(String method) implements DoorRefusal {
        @Override
        public String code() {
            return "method_not_allowed";
        }

        @Override
        public int status() {
            return 405;
        }

        @Override
        public String detail() {
            return method + " is not possible here.";
        }
    }

    /** The request was sent and its answer never came. */
    record NoAnswer(String part) implements DoorRefusal {
        @Override
        public String code() {
            return "timeout";
        }

        @Override
        public int status() {
            return 504;
        }

        @Override
        public String detail() {
            return "The " + part + " part of the platform did not answer. Whether it did anything is unknown: "
                    + "look, or repeat with the same Idempotency-Key.";
        }

        @Override
        public Map<String, Object> extras() {
            return Map.of("retry_after_s", 2);
        }
    }
}
