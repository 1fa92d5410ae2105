package cloud.dumont.provider;

import java.util.List;
import java.util.Optional;

/**
 * A vendor of GPU machines, one account. Every method may block for as long as the adapter's deadlines say and throws
 * only {@link ProviderException}. Implementations are safe for concurrent use and pace themselves to the vendor's limits.
 *
 * <p>No vendor makes a launch idempotent. The caller writes its intent with {@link LaunchOrder#label()} first, calls
 * {@link #launch} once, and after {@link ProviderException.Unreachable} looks for the label in {@link #list()}.
 */
public interface GpuProvider {
    /** Lower case, e.g. {@code vastai}; stored in rows and metrics. */
    String vendor();

    /** What is for rent now, priced with {@code query.diskGb()} of disk. Advisory: a launch may still find it gone. */
    List<Offer> offers(OfferQuery query);

    /**
     * Rents an offer. Never retried by the adapter.
     *
     * @throws ProviderException.OutOfCapacity the offer is gone; nothing was rented
     * @throws ProviderException.HalfLaunched refused, yet something exists under that ref and must be destroyed
     * @throws ProviderException.Unreachable it is unknown whether something was rented
     * @throws ProviderException.Refused nothing was rented and repeating will not help
     * @throws ProviderException.Throttled nothing was rented; later
     */
    Launched launch(LaunchOrder order);

    /**
     * Everything that the account rents, ours or not, over all pages. A listing that could not be completed is an
     * exception, never a shorter list. A fresh launch may be missing for a while.
     */
    List<RentedBox> list();

    /** One box. Empty when the vendor says it does not exist; right after a launch that can be wrong for a while. */
    Optional<RentedBox> find(String vendorRef);

    /** Ends the rent. Idempotent: a box that does not exist (any more) is a success. Completion shows in {@link #list()}. */
    void destroy(String vendorRef);
}
