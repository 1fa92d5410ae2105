package cloud.dumont.restore.content;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** Waits for work of another thread and throws what it threw. */
public final class Await {
    private Await() {}

    public static <T> T result(@Nullable Future<T> future) throws IOException {
        if (future == null) {
            throw new IllegalStateException("nobody was asked for this");
        }
        try {
            return future.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while waiting for the store");
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case IOException io -> throw io;
                case RuntimeException unchecked -> throw unchecked;
                case Error error -> throw error;
                case null, default -> throw new IOException(e);
            }
        }
    }
}
