package cloud.dumont.restore.source;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A store did not give what was asked for. Messages name objects and never carry credentials. */
public abstract sealed class StoreException extends IOException
        permits MissingObject, ObjectTooLarge, StoreRefused, StoreUnreachable {
    protected StoreException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
