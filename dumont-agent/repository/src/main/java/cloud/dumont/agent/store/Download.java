package cloud.dumont.agent.store;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;

/** A body that says when it ends too soon or trickles. */
final class Download extends FilterInputStream {
    private final HttpURLConnection connection;
    private final StoreLimits limits;
    private final long expected;
    private long read;
    private long waitedNanos;

    /** @param expected -1: not known */
    Download(HttpURLConnection connection, InputStream in, long expected, StoreLimits limits) {
        super(in);
        this.connection = connection;
        this.expected = expected;
        this.limits = limits;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] to, int offset, int length) throws IOException {
        long before = System.nanoTime();
        int got = super.read(to, offset, length);
        waitedNanos += System.nanoTime() - before;
        if (got < 0 && expected >= 0 && read < expected) {
            throw new IOException("the answer ended after " + read + " of " + expected + " bytes");
        }
        read += Math.max(0, got);
        if (got > 0
                && waitedNanos > limits.judgedAfter().toNanos()
                && read < limits.leastBytesPerSecond() * (waitedNanos / 1e9)) {
            throw new IOException("the answer trickles");
        }
        return got;
    }

    /** What is skipped is waited for, too, so it counts. */
    @Override
    public long skip(long count) throws IOException {
        byte[] skipped = new byte[(int) Math.min(Math.max(0, count), 64 << 10)];
        return skipped.length == 0 ? 0 : Math.max(0, read(skipped, 0, skipped.length));
    }

    @Override
    public void close() throws IOException {
        if (expected >= 0 && read < expected) {
            // Its rest is not wanted, and reading it to its end would take long.
            connection.disconnect();
        }
        super.close();
    }
}
