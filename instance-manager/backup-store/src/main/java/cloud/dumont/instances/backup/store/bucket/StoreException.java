package cloud.dumont.instances.backup.store.bucket;

import org.jspecify.annotations.Nullable;

/** What a store can answer instead of doing it. Each kind has one remedy. Messages name keys and codes, never credentials. */
public abstract sealed class StoreException extends RuntimeException {
    private StoreException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /** There is no such object: not now, and no repetition helps. */
    public static final class Absent extends StoreException {
        private final String key;

        public Absent(String key) {
            super("no object " + key, null);
            this.key = key;
        }

        public String key() {
            return key;
        }
    }

    /** Unreachable, throttled, or failing: unknown whether it was done. Repeat later; everything here may be repeated. */
    public static final class Busy extends StoreException {
        public Busy(String what, @Nullable Throwable cause) {
            super("the store did not answer: " + what, cause);
        }
    }

    /** A lock rule forbids it for some time. Repeat much later. */
    public static final class Locked extends StoreException {
        public Locked(String key) {
            super("locked for now: " + key, null);
        }
    }

    /** Credentials, bucket or request are not accepted: somebody has to look. */
    public static final class Refused extends StoreException {
        private final int status;
        private final String code;

        public Refused(String what, int status, String code) {
            super("the store refused: " + what + " (" + status + " " + code + ")", null);
            this.status = status;
            this.code = code;
        }

        public int status() {
            return status;
        }

        public String code() {
            return code;
        }
    }
}
