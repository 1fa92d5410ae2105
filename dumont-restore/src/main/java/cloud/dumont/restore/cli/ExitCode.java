package cloud.dumont.restore.cli;

/** What the shell gets. */
enum ExitCode {
    WHOLE(0),
    USAGE(1),
    DAMAGED(2),
    CANNOT_OPEN(3);

    private final int code;

    ExitCode(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }

    static ExitCode of(boolean whole) {
        return whole ? WHOLE : DAMAGED;
    }
}
