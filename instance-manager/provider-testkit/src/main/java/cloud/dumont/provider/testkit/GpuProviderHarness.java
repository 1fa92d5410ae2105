package cloud.dumont.provider.testkit;

import cloud.dumont.provider.GpuProvider;
import cloud.dumont.provider.LaunchOrder;
import cloud.dumont.provider.Offer;
import java.time.Duration;
import java.util.Map;
import java.util.Set;

/**
 * One account at one vendor, with levers that make the vendor misbehave on demand. A lever acts on the next call that it
 * speaks of, once, unless it says otherwise. A fresh harness has at least four offers that can be launched, nothing
 * rented and no lever pulled. Where vendors differ they declare it; a test asserts one behaviour or the other.
 */
public interface GpuProviderHarness extends AutoCloseable {
    /** What a box got, as seen from inside it. */
    record Delivered(Map<String, String> environment, String startScript) {}

    GpuProvider provider();

    /** An order for this offer that the vendor accepts. */
    LaunchOrder order(Offer offer, String label);

    /** Everything that exists in the account now, as the vendor's own books say: reads that lie do not matter. */
    Set<String> existing();

    /** Takes a launched box through the vendor's whole start, as far as that needs pushing. */
    void letRun(String vendorRef);

    /** What a running box got. */
    Delivered delivered(String vendorRef);

    /** The offer is taken by somebody else. */
    void sellOut(Offer offer);

    /** The next launch is done, and the line is cut before its answer. */
    void failAfterCreate();

    /** The next launch is answered "too many requests" and not done. */
    void throttleNext();

    /** The next launch is refused, yet leaves a contract behind. Only where {@link #leavesHalfLaunches()}. */
    void halfLaunch();

    /** The box launched next is missing from its first {@code n} single reads. */
    void hideFromReads(int n);

    /** The next listing breaks down after its first page, or at once where there are no pages. */
    void failPage();

    /** Boxes launched from now on cost more than their offer said. */
    void priceDrift();

    /** Adds {@code n} boxes that are not ours. */
    void foreignBoxes(int n);

    /** From the next read on the vendor speaks words, fields and number formats that nobody has seen. */
    void strangeWords();

    /** From now on our key is refused. */
    void revokeKey();

    /** The account has no money left. */
    void emptyAccount();

    /** From now on nobody answers. */
    void cutLine();

    /** Whether some offers are for interruptible machines. */
    boolean sellsSpot();

    boolean leavesHalfLaunches();

    /** Whether a box launched next can be missing from single reads for a while. */
    boolean readsLag();

    /** How long anything here may take until it shows. */
    default Duration patience() {
        return Duration.ofSeconds(20);
    }

    @Override
    void close();
}
