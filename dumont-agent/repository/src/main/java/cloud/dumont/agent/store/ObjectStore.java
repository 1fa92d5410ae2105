package cloud.dumont.agent.store;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Objects of one workspace by their names below its root. What was put is there at once and for everybody. Thread-safe. Whoever
 * calls need not repeat: an implementation does so itself while that makes sense, and within its time limits.
 */
public interface ObjectStore {
    /**
     * Creates an object; never replaces one. Putting the same bytes again is no error, so a lost answer does no harm. The body stays
     * open.
     *
     * @throws StoreException.Fenced when other bytes are there: somebody else uses this epoch
     * @throws StoreException.Unavailable when it is not known to be stored; it may be
     */
    void put(String name, Body body) throws StoreException, InterruptedException;

    /**
     * Bytes from {@code offset} on, at most {@code length}; the stream ends sooner when the object does. Reading from the stream may
     * fail with an {@link IOException}; then the caller goes on with a new one.
     *
     * @throws StoreException.Missing when there is no such object, or none of that many bytes
     */
    InputStream get(String name, long offset, long length) throws StoreException, InterruptedException;

    /** The last bytes of an object, at most {@code length}, and its size. */
    Tail tail(String name, int length) throws StoreException, InterruptedException;

    /** Objects whose names start with the prefix and are greater than {@code after}, in order; at most 1,000 of them. */
    List<Listed> list(String prefix, @Nullable String after) throws StoreException, InterruptedException;

    /** A hint: these will be read soon. */
    default void soon(List<String> names) throws StoreException, InterruptedException {}

    record Tail(byte[] bytes, long size) {}

    record Listed(String name, long size) {}
}
