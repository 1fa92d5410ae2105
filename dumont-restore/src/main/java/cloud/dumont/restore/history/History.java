package cloud.dumont.restore.history;

import cloud.dumont.restore.container.ContainerId;
import cloud.dumont.restore.container.Damage;
import java.util.List;
import java.util.Optional;

/**
 * What the store alone says about a workspace's versions.
 *
 * @param newest the newest version, with its hash if that can be known; empty if there is none yet
 * @param merged the names of all commits of the chain that are still there, oldest first
 * @param unmerged commits that no epoch builds on: an older machine's last changes, never mixed in
 * @param newestEpoch what was learnt of the newest epoch's commits on the way, oldest first
 * @param holes spans of numbers of the newest epoch that are not there; the collector makes such holes too
 */
public record History(
        List<Fence> fences,
        Optional<CommitRef> newest,
        List<ContainerId> merged,
        List<ContainerId> unmerged,
        List<Commit> newestEpoch,
        List<Hole> holes,
        List<Damage> damage) {

    /** The commits from this number to that, both included, are not in the store. */
    public record Hole(long firstSeq, long lastSeq) {}

    /** The commit of the chain that has this number, if it is still there. */
    public Optional<ContainerId> at(long seq) {
        return merged.stream().filter(id -> id.number() == seq).findFirst();
    }
}
