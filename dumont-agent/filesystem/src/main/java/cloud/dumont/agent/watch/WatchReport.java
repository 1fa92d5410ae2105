package cloud.dumont.agent.watch;

import cloud.dumont.agent.files.RawPath;
import java.util.List;

/**
 * How much of the tree is watched.
 *
 * @param watching whether changes are noticed at all
 * @param complete whether the first registration is done
 * @param scanned subtrees that are not watched, or not wholly: they need a scan now and then; the root if all does
 * @param overflows how often the kernel's queue ran over, each time the whole tree was marked
 */
public record WatchReport(
        boolean watching, boolean complete, int watches, int budget, List<RawPath> scanned, long overflows) {
    public WatchReport {
        scanned = List.copyOf(scanned);
    }

    /** Every change of every directory in the scope is noticed, mapped writes aside. */
    public boolean covers() {
        return watching && complete && scanned.isEmpty();
    }
}
