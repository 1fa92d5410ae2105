package cloud.dumont.agent.history;

/** Why a commit does not count, or not yet. */
public abstract sealed class RegisterException extends Exception {
    private static final long serialVersionUID = 1L;

    private RegisterException(String message) {
        super(message);
    }

    /** This epoch is over. */
    public static final class Fenced extends RegisterException {
        private static final long serialVersionUID = 1L;

        public Fenced(String why) {
            super(why);
        }
    }

    /** The chain goes on elsewhere: open the repository anew. */
    public static final class Conflict extends RegisterException {
        private static final long serialVersionUID = 1L;

        public Conflict(String why) {
            super(why);
        }
    }

    /** Not now. */
    public static final class Unavailable extends RegisterException {
        private static final long serialVersionUID = 1L;

        public Unavailable(String why) {
            super(why);
        }
    }
}
