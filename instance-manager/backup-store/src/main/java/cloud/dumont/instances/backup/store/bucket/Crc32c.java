package cloud.dumont.instances.backup.store.bucket;

import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.zip.CRC32C;

/** The store's checksum header: base64 of the four bytes, the highest first. */
public final class Crc32c {
    private Crc32c() {}

    public static String base64(byte[] bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes);
        return base64(crc);
    }

    static String base64(CRC32C crc) {
        return Base64.getEncoder()
                .encodeToString(ByteBuffer.allocate(Integer.BYTES)
                        .putInt((int) crc.getValue())
                        .array());
    }
}
