package cloud.dumont.provider;

import java.util.List;
import java.util.Optional;

/**
 * A cloud of CPU machines that stand in for a GPU box, one project. Every method may block for as long as the adapter's
 * deadlines say and throws only {@link ProviderException}. Implementations are safe for concurrent use.
 *
 * <p>A launch here is idempotent by {@link StandbyOrder#requestId()}: the caller writes its intent with that id first, and after
 * {@link ProviderException.Unreachable} asks again with the same order.
 */
public interface StandbyProvider {
    /** Lower case, e.g. {@code gcp}; stored in rows and metrics. */
    String vendor();

    /**
     * Makes a machine and waits until the cloud has given it a place, not until it is reachable.
     *
     * @throws ProviderException.OutOfCapacity the zone has no room now; nothing was made
     * @throws ProviderException.Refused nothing was made, and repeating in this zone will not help
     * @throws ProviderException.Throttled nothing was made; later
     * @throws ProviderException.Unreachable it is unknown whether something was made: ask again with the same order
     */
    Launched launch(StandbyOrder order);

    /**
     * Every machine of the project, ours or not, over all zones and pages. A listing that could not be completed is an exception,
     * never a shorter list.
     */
    List<StandbyBox> list();

    /** One machine; empty when it does not exist. */
    Optional<StandbyBox> find(String vendorRef);

    /**
     * Starts a stopped or suspended machine on its own disk; for one that runs or starts it does nothing.
     *
     * @throws ProviderException.OutOfCapacity its zone has no room now; it stays as it was
     * @throws ProviderException.InstanceGone there is no such machine
     */
    void start(String vendorRef);

    /** Stops it and keeps its disk; for one that is stopped it does nothing. @throws ProviderException.InstanceGone there is none */
    void stop(String vendorRef);

    /** As {@link #stop}, with its memory kept. @throws ProviderException.InstanceGone there is no such machine */
    void suspend(String vendorRef);

    /** Deletes it with its disk. Idempotent: one that does not exist (any more) is a success. Completion shows in {@link #list()}. */
    void destroy(String vendorRef);
}
