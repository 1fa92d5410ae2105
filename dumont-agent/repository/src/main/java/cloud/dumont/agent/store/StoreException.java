package cloud.dumont.agent.store;

/** Why an object could not be stored or read; each kind has one remedy. */
public abstract sealed class StoreException extends Exception {
    private static final long serialVersionUID = 1L;

    private StoreException(String message) {
        super(message);
    }

    /** There is no such object. */
    public static final class Missing extends StoreException {
        private static final long serialVersionUID = 1L;

        public Missing(String name) {
            super(name + " is not there");
        }
    }

    /** The name is taken by other bytes, or the platform says that this epoch is over: stop writing for ever. */
    public static final class Fenced extends StoreException {
        private static final long serialVersionUID = 1L;

        public Fenced(String why) {
            super(why);
        }
    }

    /** The store does not take this, and will not later: e.g. a limit of the workspace. */
    public static final class Refused extends StoreException {
        private static final long serialVersionUID = 1L;
        private final String code;

        public Refused(String code, String why) {
            super(why);
            this.code = code;
        }

        /** As the platform names the reason. */
        public String code() {
            return code;
        }
    }

    /** Not now: come again later. */
    public static final class Unavailable extends StoreException {
        private static final long serialVersionUID = 1L;

        public Unavailable(String why) {
            super(why);
        }
    }
}
