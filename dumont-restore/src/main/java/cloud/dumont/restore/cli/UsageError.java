package cloud.dumont.restore.cli;

/** The command line asks for something that does not exist. */
final class UsageError extends Exception {
    private static final long serialVersionUID = 1;

    UsageError(String message) {
        super(message);
    }
}
