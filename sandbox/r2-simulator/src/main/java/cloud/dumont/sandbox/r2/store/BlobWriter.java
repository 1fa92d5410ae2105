package cloud.dumont.sandbox.r2.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Takes the bytes of one object or part; what is not finished is deleted on closing. */
public final class BlobWriter implements AutoCloseable {
    private final String name;
    private final Path path;
    private final boolean fsync;
    private final FileChannel channel;
    private long size;
    private boolean finished;

    BlobWriter(String name, Path path, boolean fsync) throws IOException {
        this.name = name;
        this.path = path;
        this.fsync = fsync;
        this.channel = FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    }

    public void write(byte[] bytes, int offset, int count) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(bytes, offset, count);
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
        size += count;
    }

    public Segment finish() throws IOException {
        if (fsync) {
            channel.force(false);
        }
        finished = true;
        return new Segment(name, size);
    }

    /** The bytes are not wanted after all, though they are complete. */
    public void discard() throws IOException {
        finished = false;
        close();
    }

    @Override
    public void close() throws IOException {
        channel.close();
        if (!finished) {
            Files.deleteIfExists(path);
        }
    }
}
