package cloud.dumont.sandbox.r2.wire;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.util.concurrent.TimeUnit;

/**
 * How bytes flow in one direction.
 *
 * @param bytesPerSecond 0 for as fast as it goes
 * @param cutAfter how many bytes get through before the connection ends, -1 for all, {@link #HALF} for half of them
 */
public record Shape(long bytesPerSecond, long cutAfter) {
    public static final Shape FREE = new Shape(0, -1);
    public static final long HALF = -2;
    private static final int SLICES_PER_SECOND = 20;

    /** With the length known that {@link #HALF} is half of. */
    Shape within(long length) {
        return cutAfter == HALF ? new Shape(bytesPerSecond, length / 2) : this;
    }

    private int slice(int wanted, long done) throws IOException {
        long most = wanted;
        if (bytesPerSecond > 0) {
            most = Math.min(most, Math.max(1, bytesPerSecond / SLICES_PER_SECOND));
        }
        if (cutAfter >= 0) {
            most = Math.min(most, cutAfter - done);
            if (most <= 0) {
                throw new CutOff();
            }
        }
        return (int) most;
    }

    private void pause(int count) throws InterruptedIOException {
        if (bytesPerSecond > 0) {
            pauseNanos(TimeUnit.SECONDS.toNanos(count) / bytesPerSecond);
        }
    }

    static void pauseNanos(long nanos) throws InterruptedIOException {
        try {
            TimeUnit.NANOSECONDS.sleep(nanos);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("the simulator stops");
        }
    }

    InputStream of(InputStream body) {
        if (equals(FREE)) {
            return body;
        }
        return new InputStream() {
            private long done;

            @Override
            public int read() throws IOException {
                byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
            }

            @Override
            public int read(byte[] into, int offset, int count) throws IOException {
                int got = body.read(into, offset, slice(count, done));
                if (got > 0) {
                    done += got;
                    pause(got);
                }
                return got;
            }
        };
    }

    OutputStream of(OutputStream body) {
        if (equals(FREE)) {
            return body;
        }
        return new OutputStream() {
            private long done;

            @Override
            public void write(int next) throws IOException {
                write(new byte[] {(byte) next}, 0, 1);
            }

            @Override
            public void write(byte[] bytes, int offset, int count) throws IOException {
                int at = 0;
                while (at < count) {
                    int next = slice(count - at, done);
                    body.write(bytes, offset + at, next);
                    if (bytesPerSecond > 0) {
                        body.flush();
                    }
                    at += next;
                    done += next;
                    pause(next);
                }
            }
        };
    }
}
