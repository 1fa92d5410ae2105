package cloud.dumont.agent.platform;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Reads server-sent events; comments only prove that the line lives. */
public final class EventReader implements AutoCloseable {
    private static final int LONGEST = 64 * 1024;
    private final InputStream in;
    private final BufferedReader lines;
    private volatile long heardAt = System.nanoTime();
    private volatile boolean closed;

    public EventReader(InputStream in) {
        this.in = in;
        this.lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8), 1024);
    }

    public record Event(String name, String data) {}

    /** @return null at the end of the stream */
    public @Nullable Event next() throws IOException {
        String name = "message";
        StringBuilder data = new StringBuilder();
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            heardAt = System.nanoTime();
            if (line.isEmpty()) {
                if (!data.isEmpty()) {
                    return new Event(name, data.substring(0, data.length() - 1));
                }
                name = "message";
            } else if (line.startsWith("event:")) {
                name = value(line);
            } else if (line.startsWith("data:")) {
                data.append(value(line)).append('\n');
            }
            if (data.length() > LONGEST) {
                throw new IOException("an event is too long");
            }
        }
        return null;
    }

    private static String value(String line) {
        String value = line.substring(line.indexOf(':') + 1);
        return value.startsWith(" ") ? value.substring(1) : value;
    }

    public long silentNanos() {
        return System.nanoTime() - heardAt;
    }

    public boolean isClosed() {
        return closed;
    }

    @Override
    public void close() throws IOException {
        closed = true;
        in.close();
    }
}
