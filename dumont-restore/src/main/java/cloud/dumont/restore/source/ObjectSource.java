package cloud.dumont.restore.source;

import java.util.List;

/**
 * Where the objects of a workspace are read from. Names are whole object names ({@code u/1/i/2/fence/000000000001}).
 *
 * <p>Implementations may be called by many threads at once. Every method throws {@link MissingObject} for a name that is
 * not there, {@link StoreUnreachable} when asking again may help, and {@link StoreRefused} when it will not. Nothing is
 * ever written. {@code ObjectSourceContract} in the test jar states these laws as tests.
 */
public interface ObjectSource extends AutoCloseable {
    /**
     * The whole object.
     *
     * @throws ObjectTooLarge if it has more than {@code limit} bytes; no more than that is ever held in memory
     */
    byte[] read(String name, int limit) throws StoreException;

    /** The bytes from {@code offset} on, {@code length} at most: fewer, or none, where the object ends before. */
    byte[] readRange(String name, long offset, int length) throws StoreException;

    /** The last {@code length} bytes (all of a shorter object) together with the object's size. */
    Tail readTail(String name, int length) throws StoreException;

    /** The object's size in bytes. */
    long size(String name) throws StoreException;

    /**
     * Up to {@code limit} objects whose names begin with {@code prefix} and come after {@code after} (which need not
     * exist; the empty text means from the start), in the order of the bytes of their names. An empty list is the end.
     */
    List<StoredObject> list(String prefix, String after, int limit) throws StoreException;

    @Override
    default void close() {}
}
