package cloud.dumont.monitoring.event;

import cloud.dumont.kernel.InstanceId;
import cloud.dumont.web.problem.CommonRefusal;
import cloud.dumont.web.problem.RefusedException;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** @param patterns for SQL's LIKE; empty: every type */
public record EventFilter(List<String> patterns, @Nullable InstanceId instance) {
    private static final Pattern TYPE = Pattern.compile("\\*|[a-z_]{1,40}\\.(\\*|[a-z_]{1,40})");
    private static final int MOST_TYPES = 20;

    /**
     * @param types comma-separated names, the part after the dot may be {@code *}; null: all
     * @throws RefusedException {@code validation_failed}
     */
    public static EventFilter of(@Nullable String types, @Nullable InstanceId instance) {
        if (types == null || types.isBlank()) {
            return new EventFilter(List.of(), instance);
        }
        List<String> words = Arrays.stream(types.split(",")).map(String::strip).toList();
        if (words.size() > MOST_TYPES
                || !words.stream().allMatch(word -> TYPE.matcher(word).matches())) {
            throw new RefusedException(new CommonRefusal.ValidationFailed(
                    "?types", "invalid", "types is a list of names such as instance.running or instance.*"));
        }
        return new EventFilter(
                words.stream()
                        .map(word -> word.replace("_", "\\_").replace("*", "%"))
                        .toList(),
                instance);
    }

    /** For cursors, which belong to one list with one filter. */
    public String text() {
        return String.join(",", patterns) + "|" + (instance == null ? "" : instance.text());
    }
}
