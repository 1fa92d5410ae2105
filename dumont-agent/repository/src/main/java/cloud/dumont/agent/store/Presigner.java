package cloud.dumont.agent.store;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Asks the platform for URLs of single objects; it alone holds credentials. Answers are in the order of the request.
 *
 * <p>Failures: {@link StoreException.Fenced} this epoch is over; {@link StoreException.Refused} never like this;
 * {@link StoreException.Unavailable} the platform does not answer.
 */
public interface Presigner {
    /** At most this many in one call. */
    int MOST = 256;

    List<Grant> put(List<Put> objects) throws StoreException, InterruptedException;

    List<Grant> get(List<String> names) throws StoreException, InterruptedException;

    /** Which objects of the own epoch exist; in the order of their names. */
    List<ObjectStore.Listed> list(String prefix, @Nullable String after) throws StoreException, InterruptedException;

    /** @param crc32c of the whole object; the store checks it */
    record Put(String name, long size, int crc32c) {}

    /** @param headers to be sent exactly so @param validFor from when the request was sent */
    record Grant(URI url, Map<String, String> headers, Duration validFor) {}
}
