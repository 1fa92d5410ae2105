package cloud.dumont.monitoring.sse;

/** @param id what a client names to resume after it; empty: no place to resume at @param data never empty */
public record SseEvent(String id, String name, String data) {
    public SseEvent(String name, String data) {
        this("", name, data);
    }
}
