package cloud.dumont.monitoring.sse;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** One answer that never ends: server-sent events, each flushed at once. */
final class SseChannel {
    private final ServletOutputStream out;

    SseChannel(HttpServletResponse response) throws IOException {
        response.setStatus(HttpServletResponse.SC_OK);
        response.setContentType("text/event-stream;charset=UTF-8");
        response.setHeader("Cache-Control", "no-store");
        // Some proxies hold answers back until a buffer is full.
        response.setHeader("X-Accel-Buffering", "no");
        this.out = response.getOutputStream();
        response.flushBuffer();
    }

    void send(SseEvent event) throws IOException {
        StringBuilder text = new StringBuilder();
        if (!event.id().isEmpty()) {
            text.append("id: ").append(event.id()).append('\n');
        }
        text.append("event: ").append(event.name()).append('\n');
        event.data().lines().forEach(line -> text.append("data: ").append(line).append('\n'));
        write(text.append('\n').toString());
    }

    void ping() throws IOException {
        write(": ping\n\n");
    }

    private void write(String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }
}
