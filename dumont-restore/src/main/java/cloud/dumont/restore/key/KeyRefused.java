package cloud.dumont.restore.key;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A key, passphrase or key slot does not open the workspace. The message carries no secret. */
public final class KeyRefused extends IOException {
    public KeyRefused(String message) {
        this(message, null);
    }

    public KeyRefused(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
