package cloud.dumont.sandbox.wire;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Every request a vendor got: the newest in memory, all of them as JSON lines in a file if one is given. */
public final class RequestLog {
    private static final int KEPT = 10_000;

    private final String api;
    private final @Nullable Path file;
    private final Deque<RequestEntry> entries = new ArrayDeque<>();

    public RequestLog(String api, @Nullable Path file) {
        this.api = api;
        this.file = file;
    }

    public synchronized void add(WireRequest request, WireAnswer answer, Instant now) {
        int status = switch (answer) {
            case WireAnswer.Reply reply -> reply.status();
            case WireAnswer.Cut() -> 0;
        };
        String contentType = request.header("Content-Type");
        RequestEntry entry = new RequestEntry(
                now,
                api,
                request.method(),
                request.path(),
                Redaction.query(request.query()),
                Redaction.key(request.key()),
                contentType == null ? "" : contentType,
                Redaction.body(request.body()),
                status);
        entries.addLast(entry);
        if (entries.size() > KEPT) {
            entries.removeFirst();
        }
        append(entry);
    }

    private void append(RequestEntry entry) {
        if (file == null) {
            return;
        }
        try {
            Files.writeString(file, Json.write(entry) + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** Entries at or after this moment, oldest first. */
    public synchronized List<RequestEntry> since(Instant from) {
        return entries.stream().filter(entry -> !entry.at().isBefore(from)).toList();
    }
}
