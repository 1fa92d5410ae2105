package cloud.dumont.instances.backup.store.reading;

import cloud.dumont.restore.container.DamagedException;
import cloud.dumont.restore.source.StoreUnreachable;
import java.io.IOException;

/** A version cannot be read, or not now. Messages hold no path of the user. */
public abstract sealed class ReadingFailed extends RuntimeException {
    private ReadingFailed(String message, Throwable cause) {
        super(message, cause);
    }

    /** What is stored is not what was written; asking again does not help. @see #object */
    public static final class Damaged extends ReadingFailed {
        private final String object;

        private Damaged(DamagedException damage) {
            super(String.valueOf(damage.getMessage()), damage);
            this.object = damage.damage().object();
        }

        /** Its name below the root. */
        public String object() {
            return object;
        }
    }

    /** The store does not answer: later. */
    public static final class Away extends ReadingFailed {
        private Away(IOException cause) {
            super("the store does not answer", cause);
        }
    }

    /** Everything else: somebody has to look. */
    public static final class Broken extends ReadingFailed {
        private Broken(IOException cause) {
            super(String.valueOf(cause.getMessage()), cause);
        }
    }

    public static ReadingFailed of(IOException failure) {
        return switch (failure) {
            case DamagedException damage -> new Damaged(damage);
            case StoreUnreachable away -> new Away(away);
            default -> new Broken(failure);
        };
    }
}
