package cloud.dumont.restore.history;

import cloud.dumont.restore.container.ContainerId;
import cloud.dumont.restore.container.Damage;
import cloud.dumont.restore.container.DamagedException;
import cloud.dumont.restore.container.Fault;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Walks the newest epoch's commits upwards and decides which of them count. */
final class NewestEpoch implements Commits.Visitor {
    final List<Commit> counted = new ArrayList<>();
    final List<ContainerId> strangers = new ArrayList<>();
    final List<History.Hole> holes = new ArrayList<>();
    int visited;

    private final List<Damage> damage;
    private long lastSeq;
    /** What the next commit must name as its parent; null while nobody knows. */
    private Optional<CommitRef> last = Optional.empty();

    private boolean lastKnown = true;
    private boolean counting = true;

    NewestEpoch(List<Damage> damage) {
        this.damage = damage;
    }

    void begin(Fence fence) {
        last = fence.sealed();
        lastSeq = fence.sealedSeq();
    }

    @Override
    public boolean commit(ContainerId id, LoadedCommit loaded) {
        Commit commit = loaded.commit();
        boolean afterHole = skipTo(id);
        if (!afterHole && lastKnown && !buildsOnLast(commit)) {
            damage.add(new Damage(
                    id.name(),
                    Fault.HASH,
                    "it does not build on the commit before it, so neither it nor later ones count"));
            return false;
        }
        visited++;
        counting = commit.hasTree() || (counting && lastKnown && !afterHole);
        if (counting) {
            counted.add(commit);
        } else {
            strangers.add(id);
            damage.add(new Damage(
                    id.name(), Fault.TREE, "it cannot be used: commits between it and the last tree are lost"));
        }
        damage.addAll(loaded.lost());
        last = Optional.of(commit.ref());
        lastKnown = true;
        return true;
    }

    /** By number and hash; by number alone if damaged contents inside the last one hide its hash. */
    private boolean buildsOnLast(Commit commit) {
        if (last.isEmpty() || last.get().hash().isPresent() || commit.parent().isEmpty()) {
            return commit.parent().equals(last);
        }
        CommitRef parent = commit.parent().get();
        return parent.id().equals(last.get().id());
    }

    @Override
    public boolean damaged(ContainerId id, DamagedException e) {
        skipTo(id);
        visited++;
        damage.add(e.damage());
        lastKnown = false;
        counting = false;
        return true;
    }

    /** Whether numbers are missing before this one. */
    private boolean skipTo(ContainerId id) {
        boolean hole = id.number() != lastSeq + 1;
        if (hole) {
            holes.add(new History.Hole(lastSeq + 1, id.number() - 1));
        }
        lastSeq = id.number();
        return hole;
    }
}
