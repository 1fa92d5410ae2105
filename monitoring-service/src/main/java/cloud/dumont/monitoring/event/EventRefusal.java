package cloud.dumont.monitoring.event;

import cloud.dumont.web.problem.Refusal;
import java.util.Map;

/** Why events are not given. */
public sealed interface EventRefusal extends Refusal {
    record TooManyStreams(int most) implements EventRefusal {
        @Override
        public String code() {
            return "too_many_streams";
        }

        @Override
        public int status() {
            return 429;
        }

        @Override
        public String detail() {
            return "You have " + most + " event streams open already; close one first.";
        }

        @Override
        public Map<String, Object> extras() {
            return Map.of("retry_after_s", 5);
        }
    }
}
