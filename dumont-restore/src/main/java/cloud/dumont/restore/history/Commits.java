package cloud.dumont.restore.history;

import cloud.dumont.restore.container.ContainerId;
import cloud.dumont.restore.container.DamagedException;
import cloud.dumont.restore.container.Fault;
import cloud.dumont.restore.content.Await;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;

/** Commits by name, read ahead of their use. */
public final class Commits {
    /** Writers put a tree into every 256th commit at least; far more than that is no workspace of theirs. */
    private static final int LONGEST_CHAIN = 4096;

    private static final long HEAVIEST_CHAIN = 768L * 1024 * 1024;

    private final CommitLoader loader;
    private final ExecutorService threads;
    private final int ahead;

    public Commits(CommitLoader loader, ExecutorService threads, int ahead) {
        this.loader = loader;
        this.threads = threads;
        this.ahead = ahead;
    }

    public LoadedCommit load(CommitRef ref) throws IOException {
        return checked(loader.load(ref.id()), ref);
    }

    /**
     * Contents inside a commit may be damaged, so that its hash cannot be compared. Its record opened with the key of its own object:
     * somebody with the workspace's key sealed it for this place in the chain, and that is enough to read it.
     */
    private static LoadedCommit checked(LoadedCommit loaded, CommitRef ref) throws DamagedException {
        if (!loaded.lost().isEmpty()) {
            return new LoadedCommit(loaded.commit().withRef(ref), loaded.record(), loaded.lost());
        }
        if (ref.hash().isPresent() && !ref.hash().equals(loaded.commit().ref().hash())) {
            throw new DamagedException(
                    ref.id().name(), Fault.HASH, "it is another object than the one that was committed");
        }
        return loaded;
    }

    /** What the visitor of {@link #inOrder} gets for each name. */
    public interface Visitor {
        /** @return whether to go on */
        boolean commit(ContainerId id, LoadedCommit commit);

        boolean damaged(ContainerId id, DamagedException damage);
    }

    public void inOrder(List<ContainerId> ids, Visitor visitor) throws IOException {
        ArrayDeque<Future<LoadedCommit>> loading = new ArrayDeque<>();
        Iterator<ContainerId> next = ids.iterator();
        try {
            for (ContainerId id : ids) {
                while (next.hasNext() && loading.size() < ahead) {
                    ContainerId following = next.next();
                    loading.add(threads.submit(() -> loader.load(following)));
                }
                if (!visit(id, loading.remove(), visitor)) {
                    return;
                }
            }
        } finally {
            loading.forEach(future -> future.cancel(false));
        }
    }

    private static boolean visit(ContainerId id, Future<LoadedCommit> loaded, Visitor visitor) throws IOException {
        try {
            return visitor.commit(id, Await.result(loaded));
        } catch (DamagedException e) {
            return visitor.damaged(id, e);
        }
    }

    /** From the newest commit with a tree (or the first of all) to the given one, every hash checked. */
    public List<LoadedCommit> chainTo(CommitRef tip) throws IOException {
        ArrayDeque<LoadedCommit> chain = new ArrayDeque<>();
        Map<ContainerId, Future<LoadedCommit>> loading = new HashMap<>();
        try {
            CommitRef at = tip;
            int reach = 1;
            long weight = 0;
            while (true) {
                LoadedCommit commit = checked(Await.result(request(at.id(), loading)), at);
                loading.remove(at.id());
                chain.addFirst(commit);
                weight += commit.record().weight();
                if (commit.commit().hasTree() || commit.commit().parent().isEmpty()) {
                    return List.copyOf(chain);
                }
                if (chain.size() >= LONGEST_CHAIN || weight > HEAVIEST_CHAIN) {
                    throw new DamagedException(
                            tip.id().name(), Fault.TREE, "there is no tree among so many commits before it");
                }
                at = commit.commit().parent().get();
                reach = Math.min(reach * 2, ahead);
                for (long seq = at.seq(); seq > Math.max(0, at.seq() - reach); seq--) {
                    request(ContainerId.commit(at.epoch(), seq), loading);
                }
            }
        } finally {
            loading.values().forEach(future -> future.cancel(false));
        }
    }

    private Future<LoadedCommit> request(ContainerId id, Map<ContainerId, Future<LoadedCommit>> loading) {
        return loading.computeIfAbsent(id, _ -> threads.submit(() -> loader.load(id)));
    }
}
