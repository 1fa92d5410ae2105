package cloud.dumont.sandbox.r2.s3;

import cloud.dumont.sandbox.r2.store.Segment;
import cloud.dumont.sandbox.r2.store.Store;
import cloud.dumont.sandbox.r2.wire.R2Answer;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;

/** Streams a range of an object from its files. */
record ObjectBody(Store.Reading reading, ByteRange range) implements R2Answer.Writer {
    private static final int BUFFER = 128 << 10;

    @Override
    public void to(OutputStream out) throws IOException {
        byte[] buffer = new byte[(int) Math.clamp(range.length(), 1, BUFFER)];
        long skip = range.from();
        long left = range.length();
        for (Segment segment : reading.object().segments()) {
            if (left == 0) {
                return;
            }
            if (skip >= segment.size()) {
                skip -= segment.size();
                continue;
            }
            long count = Math.min(left, segment.size() - skip);
            copy(segment, skip, count, buffer, out);
            left -= count;
            skip = 0;
        }
    }

    private void copy(Segment segment, long from, long count, byte[] buffer, OutputStream out) throws IOException {
        try (FileChannel file = FileChannel.open(reading.file(segment), StandardOpenOption.READ)) {
            long at = from;
            long end = from + count;
            while (at < end) {
                int got = file.read(ByteBuffer.wrap(buffer, 0, (int) Math.min(buffer.length, end - at)), at);
                if (got < 0) {
                    throw new EOFException("the file of an object is shorter than the object");
                }
                out.write(buffer, 0, got);
                at += got;
            }
        }
    }

    @Override
    public void close() {
        reading.close();
    }
}
