package cloud.dumont.instances.idempotency;

import cloud.dumont.web.problem.Refusal;
import java.util.Map;

/** Why a repeated key is no repetition. */
public sealed interface IdempotencyRefusal extends Refusal {
    record InProgress() implements IdempotencyRefusal {
        @Override
        public String code() {
            return "idempotency_in_progress";
        }

        @Override
        public int status() {
            return 409;
        }

        @Override
        public String detail() {
            return "A request with this Idempotency-Key is being worked on. Repeat it in a second.";
        }

        @Override
        public Map<String, Object> extras() {
            return Map.of("retry_after_s", 1);
        }
    }

    record Reused() implements IdempotencyRefusal {
        @Override
        public String code() {
            return "idempotency_key_reused";
        }

        @Override
        public int status() {
            return 422;
        }

        @Override
        public String detail() {
            return "This Idempotency-Key was used for another request. Use a new key for a new request.";
        }
    }
}
