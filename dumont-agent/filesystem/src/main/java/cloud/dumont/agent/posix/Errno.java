package cloud.dumont.agent.posix;

import java.util.Arrays;

/** The kernel's reasons that this agent tells apart. The numbers are Linux's, the same on x86-64 and arm64. */
public enum Errno {
    EPERM(1),
    ENOENT(2),
    EINTR(4),
    EIO(5),
    ENXIO(6),
    E2BIG(7),
    EBADF(9),
    EAGAIN(11),
    ENOMEM(12),
    EACCES(13),
    EBUSY(16),
    EEXIST(17),
    EXDEV(18),
    ENODEV(19),
    ENOTDIR(20),
    EISDIR(21),
    EINVAL(22),
    ENFILE(23),
    EMFILE(24),
    ENOTTY(25),
    ETXTBSY(26),
    EFBIG(27),
    ENOSPC(28),
    ESPIPE(29),
    EROFS(30),
    EMLINK(31),
    ERANGE(34),
    ENAMETOOLONG(36),
    ENOSYS(38),
    ENOTEMPTY(39),
    ELOOP(40),
    ENODATA(61),
    EOVERFLOW(75),
    EOPNOTSUPP(95),
    ESTALE(116),
    EDQUOT(122),
    /** Any other number; {@link PosixException#code()} has it. */
    OTHER(-1);

    private static final Errno[] BY_CODE = byCode();
    private final int code;

    Errno(int code) {
        this.code = code;
    }

    public int code() {
        return code;
    }

    public static Errno of(int code) {
        return code >= 0 && code < BY_CODE.length ? BY_CODE[code] : OTHER;
    }

    private static Errno[] byCode() {
        Errno[] all = new Errno[134];
        Arrays.fill(all, OTHER);
        for (Errno errno : values()) {
            if (errno.code >= 0) {
                all[errno.code] = errno;
            }
        }
        return all;
    }
}
