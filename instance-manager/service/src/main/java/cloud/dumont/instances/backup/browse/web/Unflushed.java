package cloud.dumont.instances.backup.browse.web;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** Leaves it to the server when bytes go out: until its first buffer is full, a failure can still be answered as such. */
final class Unflushed extends FilterOutputStream {
    Unflushed(OutputStream out) {
        super(out);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
        out.write(bytes, from, length);
    }

    @Override
    public void flush() {
        // see above
    }

    @Override
    public void close() {
        // the server closes it
    }
}
