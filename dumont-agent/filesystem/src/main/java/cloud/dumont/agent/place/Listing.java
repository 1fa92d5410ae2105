package cloud.dumont.agent.place;

import cloud.dumont.agent.posix.DirectoryBuffer;
import cloud.dumont.agent.posix.Fd;
import cloud.dumont.agent.posix.PosixException;
import java.lang.foreign.Arena;
import org.jspecify.annotations.Nullable;

/** The names in a directory, one after the other. */
final class Listing implements AutoCloseable {
    private static final int BUFFER = 32 * 1024;
    private final Fd fd;
    private final Arena arena = Arena.ofConfined();
    private final DirectoryBuffer entries = new DirectoryBuffer(arena, BUFFER);

    Listing(Fd fd) {
        this.fd = fd;
    }

    byte @Nullable [] next() throws PosixException {
        while (!entries.advance()) {
            if (entries.fill(fd.number()) == 0) {
                return null;
            }
        }
        return entries.name();
    }

    @Override
    public void close() {
        arena.close();
    }
}
