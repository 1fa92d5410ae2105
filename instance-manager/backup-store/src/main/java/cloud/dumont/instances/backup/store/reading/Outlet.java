package cloud.dumont.instances.backup.store.reading;

import java.io.BufferedOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;

/** Tells a receiver that hangs up from a store that fails. Closing it leaves the receiver open. */
final class Outlet extends FilterOutputStream {
    private static final int BUFFER = 64 * 1024;

    Outlet(OutputStream out) {
        super(new BufferedOutputStream(new Marked(out), BUFFER));
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
        out.write(bytes, from, length);
    }

    @Override
    public void close() throws IOException {
        flush();
    }

    static Optional<IOException> failureOf(ReadingFailed failed) {
        return failed.getCause() instanceof ReceiverGone gone ? Optional.of(gone) : Optional.empty();
    }

    /** The receiver does not take more. */
    private static final class ReceiverGone extends IOException {
        ReceiverGone(IOException cause) {
            super("the receiver is gone", cause);
        }
    }

    private static final class Marked extends OutputStream {
        private final OutputStream target;

        Marked(OutputStream target) {
            this.target = target;
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            try {
                target.write(bytes, from, length);
            } catch (IOException hungUp) {
                throw new ReceiverGone(hungUp);
            }
        }

        @Override
        public void flush() throws IOException {
            try {
                target.flush();
            } catch (IOException hungUp) {
                throw new ReceiverGone(hungUp);
            }
        }
    }
}
