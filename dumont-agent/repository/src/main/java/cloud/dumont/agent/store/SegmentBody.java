package cloud.dumont.agent.store;

import cloud.dumont.agent.wire.NativeMemory;
import java.io.InputStream;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.zip.CRC32C;

/** A body that grows off the heap. Written by one thread; read by any once it is written. */
public final class SegmentBody implements Body {
    private final SegmentPool pool;
    private final List<NativeMemory> segments = new ArrayList<>();
    private final CRC32C crc = new CRC32C();
    private long size;
    private boolean closed;

    public SegmentBody(SegmentPool pool) {
        this.pool = pool;
    }

    /** Waits while the pool is used up. */
    public void write(byte[] from, int offset, int length) throws InterruptedException {
        crc.update(from, offset, length);
        int done = 0;
        while (done < length) {
            int at = (int) (size % SegmentPool.SEGMENT);
            if (at == 0) {
                segments.add(pool.take());
            }
            int step = Math.min(length - done, SegmentPool.SEGMENT - at);
            MemorySegment to = segments.getLast().segment();
            MemorySegment.copy(from, offset + done, to, ValueLayout.JAVA_BYTE, at, step);
            size += step;
            done += step;
        }
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public int crc32c() {
        return (int) crc.getValue();
    }

    @Override
    public InputStream open() {
        return new Reading();
    }

    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            segments.forEach(pool::giveBack);
            segments.clear();
        }
    }

    private synchronized int copy(long from, byte[] to, int offset, int length) {
        if (closed) {
            throw new IllegalStateException("the body is closed");
        }
        int at = (int) (from % SegmentPool.SEGMENT);
        int step = (int) Math.min(Math.min(length, size - from), SegmentPool.SEGMENT - at);
        MemorySegment segment = segments.get((int) (from / SegmentPool.SEGMENT)).segment();
        MemorySegment.copy(segment, ValueLayout.JAVA_BYTE, at, to, offset, step);
        return step;
    }

    private final class Reading extends InputStream {
        private long position;

        @Override
        public int read() {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] to, int offset, int length) {
            Objects.checkFromIndexSize(offset, length, to.length);
            if (position == size) {
                return -1;
            }
            int step = copy(position, to, offset, length);
            position += step;
            return step;
        }

        @Override
        public int available() {
            return (int) Math.min(Integer.MAX_VALUE, size - position);
        }
    }
}
