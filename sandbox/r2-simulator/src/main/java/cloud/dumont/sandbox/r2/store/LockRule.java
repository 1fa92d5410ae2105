package cloud.dumont.sandbox.r2.store;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A bucket lock: objects under the prefix can be neither overwritten nor deleted while the condition holds. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record LockRule(String id, boolean enabled, @Nullable String prefix, Condition condition) {

    /**
     * @param type {@code Age}, {@code Date} or {@code Indefinite}
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Condition(
            String type,
            @Nullable Long maxAgeSeconds,
            @Nullable Instant date) {}

    boolean holds(StoredObject object, Instant now) {
        if (!enabled || (prefix != null && !object.key().startsWith(prefix))) {
            return false;
        }
        return switch (condition.type()) {
            case "Age" -> {
                Long age = condition.maxAgeSeconds();
                yield age != null && now.isBefore(object.lastModified().plusSeconds(age));
            }
            case "Date" -> {
                Instant date = condition.date();
                yield date != null && now.isBefore(date);
            }
            default -> true;
        };
    }
}
