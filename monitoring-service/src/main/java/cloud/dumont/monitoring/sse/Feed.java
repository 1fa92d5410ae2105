package cloud.dumont.monitoring.sse;

import java.util.List;

/** Where a stream's events come from. */
@FunctionalInterface
public interface Feed {
    /** What is new since the last call, in order; empty when there is nothing. */
    List<SseEvent> next();
}
