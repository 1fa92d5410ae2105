package cloud.dumont.instances.backup.store.key;

import org.jspecify.annotations.Nullable;

/** What is sealed does not open: changed, moved to another owner, or its key is missing. */
public final class SealBroken extends RuntimeException {
    public SealBroken(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
