package cloud.dumont.agent.store;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.zip.CRC32C;

/** A body of one array, which nobody changes. */
public final class BytesBody implements Body {
    private final byte[] bytes;
    private final int crc32c;

    public BytesBody(byte[] bytes) {
        this.bytes = bytes;
        CRC32C crc = new CRC32C();
        crc.update(bytes, 0, bytes.length);
        crc32c = (int) crc.getValue();
    }

    @Override
    public long size() {
        return bytes.length;
    }

    @Override
    public int crc32c() {
        return crc32c;
    }

    @Override
    public InputStream open() {
        return new ByteArrayInputStream(bytes);
    }

    @Override
    public void close() {
        // the collector's
    }
}
