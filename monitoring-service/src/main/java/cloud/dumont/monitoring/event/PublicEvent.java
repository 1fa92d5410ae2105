package cloud.dumont.monitoring.event;

import cloud.dumont.kernel.InstanceId;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A fact as users see it.
 *
 * @param type stable public name
 * @param message one sentence, in English
 */
record PublicEvent(String type, Severity severity, @Nullable InstanceId instance, String message, JsonNode data) {
    enum Severity {
        INFO("info"),
        WARNING("warning"),
        ERROR("error");

        private final String word;

        Severity(String word) {
            this.word = word;
        }

        String word() {
            return word;
        }
    }
}
