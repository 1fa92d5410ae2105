package cloud.dumont.agent.posix;

import java.io.IOException;

/** A system call that failed: which, and why. It never carries a path, so that it may be logged anywhere. */
public final class PosixException extends IOException {
    private static final long serialVersionUID = 1;
    private final String call;
    private final Errno errno;
    private final int code;

    public PosixException(String call, int code) {
        super(call + ": " + (Errno.of(code) == Errno.OTHER ? "errno " + code : Errno.of(code)));
        this.call = call;
        this.errno = Errno.of(code);
        this.code = code;
    }

    public PosixException(String call, Errno errno) {
        this(call, errno.code());
    }

    public String call() {
        return call;
    }

    public Errno errno() {
        return errno;
    }

    /** The number itself, also where {@link #errno()} is {@link Errno#OTHER}. */
    public int code() {
        return code;
    }

    public boolean is(Errno wanted) {
        return errno == wanted;
    }

    /** The name is not there (any more): gone itself, or a directory on the way is. */
    public boolean vanished() {
        return errno == Errno.ENOENT || errno == Errno.ENOTDIR || errno == Errno.ESTALE;
    }

    /** Not allowed, as opposed to broken. */
    public boolean denied() {
        return errno == Errno.EACCES || errno == Errno.EPERM || errno == Errno.EROFS;
    }
}
