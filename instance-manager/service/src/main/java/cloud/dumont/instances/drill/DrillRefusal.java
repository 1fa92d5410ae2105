package cloud.dumont.instances.drill;

import cloud.dumont.web.problem.Refusal;
import java.time.Instant;
import java.util.Map;

/** Why a failover cannot be rehearsed now. */
public sealed interface DrillRefusal extends Refusal {
    @Override
    default int status() {
        return 409;
    }

    record Limit(int perDay, Instant nextAt) implements DrillRefusal {
        @Override
        public String code() {
            return "drill_limit";
        }

        @Override
        public String detail() {
            return "A machine's failover is tested at most " + perDay + " times in 24 hours.";
        }

        @Override
        public Map<String, Object> extras() {
            return Map.of("limit", perDay, "next_at", nextAt);
        }
    }

    record Running() implements DrillRefusal {
        @Override
        public String code() {
            return "drill_running";
        }

        @Override
        public String detail() {
            return "This machine's failover is being tested already. Wait for the end.";
        }
    }

    record NothingSaved() implements DrillRefusal {
        @Override
        public String code() {
            return "nothing_saved";
        }

        @Override
        public String detail() {
            return "Nothing of this machine is saved yet, so there is nothing to bring back.";
        }
    }

    record NoStandby() implements DrillRefusal {
        @Override
        public String code() {
            return "no_standby";
        }

        @Override
        public String detail() {
            return "This machine has no standby. Choose one in its settings first.";
        }
    }
}
