package cloud.dumont.agent.protocol.backup;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** @param next pass it as {@code after} for more; null: that was all */
public record ListAnswer(List<Stored> objects, @Nullable String next) {
    public record Stored(String name, long size) {}
}
