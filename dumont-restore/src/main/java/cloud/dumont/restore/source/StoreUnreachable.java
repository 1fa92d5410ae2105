package cloud.dumont.restore.source;

import org.jspecify.annotations.Nullable;

/** No usable answer this time: a timeout, a broken connection, 429 or 5xx. Asking again may help. */
public final class StoreUnreachable extends StoreException {
    public StoreUnreachable(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
