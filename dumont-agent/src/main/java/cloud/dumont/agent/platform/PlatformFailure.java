package cloud.dumont.agent.platform;

import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A call that did not bring an answer. */
public abstract sealed class PlatformFailure extends IOException {
    private PlatformFailure(String message) {
        super(message);
    }

    /** The platform said no, and would say it again. */
    public static final class Refused extends PlatformFailure {
        private final int status;
        private final String code;
        private final transient JsonNode problem;

        Refused(int status, JsonNode problem) {
            super(status + " " + problem.path("code").asString("unknown") + ": "
                    + problem.path("detail").asString(""));
            this.status = status;
            this.code = problem.path("code").asString("unknown");
            this.problem = problem;
        }

        public int status() {
            return status;
        }

        public String code() {
            return code;
        }

        /** A further number of the problem document. */
        public long number(String name, long otherwise) {
            return problem.path(name).asLong(otherwise);
        }
    }

    /** No answer, or one that asks to come again: whether anything happened is unknown. */
    public static final class Unreachable extends PlatformFailure {
        private final transient @Nullable Duration retryAfter;

        Unreachable(String why, @Nullable Duration retryAfter) {
            super(why);
            this.retryAfter = retryAfter;
        }

        /** How long to wait: what the platform asked for, or what the caller thinks. */
        public Duration pause(Duration otherwise) {
            return retryAfter == null ? otherwise : retryAfter;
        }
    }
}
