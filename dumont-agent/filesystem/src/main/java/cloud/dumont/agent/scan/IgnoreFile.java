package cloud.dumont.agent.scan;

import cloud.dumont.agent.files.FileStat;
import cloud.dumont.agent.posix.Fd;
import cloud.dumont.agent.posix.Io;
import cloud.dumont.agent.posix.Open;
import cloud.dumont.agent.posix.PosixException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The file by which users leave things out of their backups. It counts up to 64 KiB; unreadable is as good as absent. */
public final class IgnoreFile {
    static final byte[] NAME = ".dumontignore".getBytes(StandardCharsets.US_ASCII);
    private static final int LONGEST = 64 * 1024;

    private IgnoreFile() {}

    /** Whether a change of the file of this name changes what counts in its directory. */
    public static boolean is(byte[] name) {
        return Arrays.equals(name, NAME);
    }

    static IgnoreList read(int directory) {
        try (Fd fd = Open.at(directory, NAME, Open.READ | Open.NOFOLLOW | Open.NONBLOCK)) {
            FileStat stat = FileStat.of(fd);
            if (!stat.isRegular()) {
                return IgnoreList.EMPTY;
            }
            byte[] content = new byte[(int) Math.min(stat.size(), LONGEST)];
            int length = Io.read(fd.number(), 0, content, 0, content.length);
            return IgnoreList.ofContent(content, length);
        } catch (PosixException absent) {
            return IgnoreList.EMPTY;
        }
    }
}
