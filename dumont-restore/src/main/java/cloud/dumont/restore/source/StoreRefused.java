package cloud.dumont.restore.source;

import org.jspecify.annotations.Nullable;

/** The store says no (credentials, permissions, a request it does not understand): asking again does not help. */
public final class StoreRefused extends StoreException {
    public StoreRefused(String message) {
        this(message, null);
    }

    public StoreRefused(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
