package cloud.dumont.restore.history;

import cloud.dumont.restore.container.ContainerId;
import cloud.dumont.restore.container.Damage;
import cloud.dumont.restore.container.Fault;
import cloud.dumont.restore.container.Kind;
import cloud.dumont.restore.json.JsonObject;
import cloud.dumont.restore.source.MissingObject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Finds the chain of commits in the store alone. */
public final class HistoryReader {
    private final StoredNames names;
    private final Commits commits;
    private final List<Damage> damage = new ArrayList<>();
    private final List<ContainerId> merged = new ArrayList<>();
    private final List<ContainerId> unmerged = new ArrayList<>();

    public HistoryReader(StoredNames names, Commits commits) {
        this.names = names;
        this.commits = commits;
    }

    public History read() throws IOException {
        TreeMap<Long, Fence> fences = new TreeMap<>();
        names.fences(damage).forEach(fence -> fences.put(fence.epoch(), fence));
        TreeMap<Long, List<ContainerId>> found = new TreeMap<>();
        for (long epoch : names.epochs()) {
            found.put(epoch, names.containers(epoch, Kind.COMMIT));
        }
        NewestEpoch walk = new NewestEpoch(damage);
        Optional<CommitRef> newest = Optional.empty();
        if (!fences.isEmpty()) {
            Fence fence = fences.lastEntry().getValue();
            newest = newest(fence, found.getOrDefault(fence.epoch(), List.of()), walk);
            found.remove(fence.epoch());
            older(fence, fences, found);
        }
        found.values().forEach(unmerged::addAll);
        newest.ifPresent(this::compareWithHead);
        Collections.sort(merged, (a, b) -> Long.compare(a.number(), b.number()));
        Collections.sort(unmerged);
        return new History(
                List.copyOf(fences.values()),
                newest,
                List.copyOf(merged),
                List.copyOf(unmerged),
                List.copyOf(walk.counted),
                List.copyOf(walk.holes),
                List.copyOf(damage));
    }

    private Optional<CommitRef> newest(Fence fence, List<ContainerId> found, NewestEpoch walk) throws IOException {
        List<ContainerId> candidates = new ArrayList<>();
        for (ContainerId id : found) {
            (id.number() > fence.sealedSeq() ? candidates : unmerged).add(id);
        }
        walk.begin(fence);
        commits.inOrder(candidates, walk);
        walk.counted.forEach(commit -> merged.add(commit.ref().id()));
        unmerged.addAll(candidates.subList(walk.visited, candidates.size()));
        unmerged.addAll(walk.strangers);
        return walk.counted.isEmpty()
                ? fence.sealed()
                : Optional.of(walk.counted.getLast().ref());
    }

    /** Commits of older epochs, down the fences: those up to the sealed one count. */
    private void older(Fence newest, Map<Long, Fence> fences, Map<Long, List<ContainerId>> found) {
        Fence fence = newest;
        while (fence.sealed().isPresent()) {
            CommitRef sealed = fence.sealed().get();
            Fence before = fences.get(sealed.epoch());
            if (before == null || sealed.epoch() >= fence.epoch()) {
                damage.add(new Damage(
                        StoredNames.fence(sealed.epoch()),
                        Fault.MISSING,
                        "a later epoch builds on it, but it is not there"));
                before = new Fence(sealed.epoch(), Optional.empty());
            }
            List<ContainerId> epoch = found.remove(sealed.epoch());
            for (ContainerId id : epoch == null ? List.<ContainerId>of() : epoch) {
                boolean counts = id.number() <= sealed.seq() && id.number() > before.sealedSeq();
                (counts ? merged : unmerged).add(id);
            }
            fence = before;
        }
    }

    private void compareWithHead(CommitRef newest) {
        try {
            JsonObject head = names.json("head");
            long epoch = head.number("epoch");
            long seq = head.number("seq");
            if (epoch >= newest.epoch() && seq > newest.seq()) {
                damage.add(new Damage(
                        ContainerId.commit(epoch, seq).name(),
                        Fault.MISSING,
                        "\"head\" says that it is the newest commit, but it cannot be reached"));
            }
        } catch (MissingObject e) {
            return;
        } catch (IOException e) {
            damage.add(new Damage("head", Fault.RECORD, "it cannot be read: " + e.getMessage()));
        }
    }
}
