package cloud.dumont.instances.action;

import org.jspecify.annotations.Nullable;

/** How far an action is, as its machine's state tells. */
public sealed interface Progress {
    record Going(int percent, String step) implements Progress {}

    record Succeeded() implements Progress {}

    record Failed(String code, @Nullable String detail) implements Progress {}

    record Cancelled() implements Progress {}
}
