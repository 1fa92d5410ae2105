package cloud.dumont.sandbox.r2.wire;

import cloud.dumont.sandbox.wire.Json;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Every request: the newest in memory, all of them as JSON lines in a file if one is given. */
public final class R2RequestLog implements AutoCloseable {
    private static final int KEPT = 20_000;
    private static final Set<String> SECRET = Set.of("X-Amz-Signature", "X-Amz-Security-Token", "X-Amz-Credential");

    private final @Nullable BufferedWriter file;
    private final Deque<R2RequestEntry> entries = new ArrayDeque<>();

    public R2RequestLog(@Nullable Path path) throws IOException {
        this.file = path == null
                ? null
                : Files.newBufferedWriter(path, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    public void add(R2Request request, String action, Trace trace, long nanos, Instant now) {
        R2RequestEntry entry = new R2RequestEntry(
                now,
                request.method(),
                request.path(),
                query(request),
                trace.caller(),
                action,
                trace.status(),
                trace.code(),
                trace.bytesIn(),
                trace.bytesOut(),
                TimeUnit.NANOSECONDS.toMillis(nanos));
        String line = file == null ? "" : Json.write(entry);
        synchronized (this) {
            entries.addLast(entry);
            if (entries.size() > KEPT) {
                entries.removeFirst();
            }
            append(line);
        }
    }

    private void append(String line) {
        if (file == null) {
            return;
        }
        try {
            file.write(line);
            file.write('\n');
            file.flush();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static String query(R2Request request) {
        return request.query().stream()
                .map(parameter ->
                        parameter.name() + "=" + (SECRET.contains(parameter.name()) ? "***" : parameter.value()))
                .collect(Collectors.joining("&"));
    }

    /** Entries at or after this moment, oldest first. */
    public synchronized List<R2RequestEntry> since(Instant from) {
        return entries.stream().filter(entry -> !entry.at().isBefore(from)).toList();
    }

    @Override
    public synchronized void close() throws IOException {
        if (file != null) {
            file.close();
        }
    }
}
