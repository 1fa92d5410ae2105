package cloud.dumont.provider.testkit;

import cloud.dumont.provider.StandbyOrder;
import cloud.dumont.provider.StandbyProvider;
import java.time.Duration;
import java.util.Set;

/** One project at one cloud, with levers that make the cloud misbehave on demand. A fresh one has no machine and no lever pulled. */
public interface StandbyProviderHarness extends AutoCloseable {
    StandbyProvider provider();

    /** An order that the cloud accepts. */
    StandbyOrder order(String label, boolean spot);

    /** Refs of everything that exists now, as the cloud's own books say. */
    Set<String> existing();

    /** What the machine runs at each start. */
    String startScript(String vendorRef);

    /** From now on the zone of our orders has no room. */
    void sellOut();

    void restock();

    /** From now on the project may take no more. */
    void exhaustQuota();

    /** The next change is done, and the line is cut before its answer. */
    void loseNextAnswer();

    /** The next change is answered "too many requests" and not done. */
    void throttleNext();

    /** The next launch fails with an answer that forgets to say so. */
    void failNextSilently();

    /** The next listing breaks down. */
    void failPage();

    /** From the next read on the cloud speaks words that nobody has seen. */
    void strangeWords();

    /** A spot machine is taken back. */
    void preempt(String vendorRef);

    /** From now on our credentials are refused. */
    void revokeKey();

    /** From now on nobody answers. */
    void cutLine();

    /** How long anything here may take until it shows. */
    default Duration patience() {
        return Duration.ofSeconds(20);
    }

    @Override
    void close();
}
