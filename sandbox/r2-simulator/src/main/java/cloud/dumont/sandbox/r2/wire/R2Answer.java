package cloud.dumont.sandbox.r2.wire;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** What goes back. */
public record R2Answer(int status, Map<String, String> headers, long length, Writer body) {
    private static final Writer NOTHING = out -> {};

    /** Writes exactly the announced number of bytes; closed when the answer is over, written or not. */
    @FunctionalInterface
    public interface Writer extends AutoCloseable {
        void to(OutputStream out) throws IOException;

        @Override
        default void close() {}
    }

    public R2Answer {
        headers = Map.copyOf(headers);
    }

    public static R2Answer empty(int status, Map<String, String> headers) {
        return new R2Answer(status, headers, 0, NOTHING);
    }

    public static R2Answer xml(int status, String document) {
        return text(status, "application/xml", document);
    }

    public static R2Answer text(int status, String contentType, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return new R2Answer(status, Map.of("Content-Type", contentType), bytes.length, out -> out.write(bytes));
    }
}
