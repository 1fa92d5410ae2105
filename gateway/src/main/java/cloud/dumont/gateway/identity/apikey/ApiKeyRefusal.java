package cloud.dumont.gateway.identity.apikey;

import cloud.dumont.web.problem.Refusal;
import java.util.Map;

/** Why no API key was made. */
sealed interface ApiKeyRefusal extends Refusal {
    record UnknownScope(String scope) implements ApiKeyRefusal {
        @Override
        public String code() {
            return "validation_failed";
        }

        @Override
        public int status() {
            return 400;
        }

        @Override
        public String detail() {
            return "A key cannot have the scope " + scope + ".";
        }

        @Override
        public Map<String, Object> extras() {
            return Map.of(
                    "errors",
                    java.util.List.of(Map.of("pointer", "#/scopes", "code", "unknown_scope", "detail", detail())));
        }
    }

    record TooMany(int limit) implements ApiKeyRefusal {
        @Override
        public String code() {
            return "quota_exceeded";
        }

        @Override
        public int status() {
            return 409;
        }

        @Override
        public String detail() {
            return "An account has at most " + limit + " keys; revoke one first.";
        }
    }
}
