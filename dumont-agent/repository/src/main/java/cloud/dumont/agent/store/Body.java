package cloud.dumont.agent.store;

import java.io.InputStream;

/** What shall be stored under a name; can be read again and again until it is closed. */
public interface Body extends AutoCloseable {
    long size();

    /** CRC-32C of all its bytes. */
    int crc32c();

    InputStream open();

    /** Lets go of its memory. Idempotent. */
    @Override
    void close();
}
