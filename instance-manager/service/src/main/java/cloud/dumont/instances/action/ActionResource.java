package cloud.dumont.instances.action;

import cloud.dumont.kernel.ActionId;
import cloud.dumont.kernel.InstanceId;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An action as the API shows it. */
public record ActionResource(
        ActionId id,
        String type,
        String status,
        int progress,
        @Nullable String step,
        Action.@Nullable Failure error,
        @Nullable Map<String, String> result,
        InstanceId resource,
        Instant startedAt,
        @Nullable Instant finishedAt) {
    public static ActionResource of(Action action) {
        return new ActionResource(
                action.id(),
                action.type().word(),
                action.status().name().toLowerCase(Locale.ROOT),
                action.progress(),
                action.step(),
                action.error(),
                action.result(),
                action.instance(),
                action.startedAt(),
                action.finishedAt());
    }
}
