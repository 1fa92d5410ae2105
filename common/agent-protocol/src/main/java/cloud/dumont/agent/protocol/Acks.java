package cloud.dumont.agent.protocol;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What became of commands that came over the stream. */
public record Acks(List<Ack> acks) {
    /** @param outcome {@code done}, {@code failed} or {@code unknown} */
    public record Ack(long id, String outcome, @Nullable String detail) {}
}
