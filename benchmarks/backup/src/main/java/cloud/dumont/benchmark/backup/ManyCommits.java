package cloud.dumont.benchmark.backup;

import cloud.dumont.agent.container.DamageException;
import cloud.dumont.agent.container.WorkspaceKey;
import cloud.dumont.agent.history.CommitOutcome;
import cloud.dumont.agent.history.Draft;
import cloud.dumont.agent.history.Occasion;
import cloud.dumont.agent.history.Opening;
import cloud.dumont.agent.history.RegisterException;
import cloud.dumont.agent.history.Registration;
import cloud.dumont.agent.history.Repository;
import cloud.dumont.agent.history.RepositoryConfig;
import cloud.dumont.agent.protocol.backup.CommitRef;
import cloud.dumont.agent.protocol.backup.CommitRequest;
import cloud.dumont.agent.store.StoreException;
import cloud.dumont.agent.tree.CommitHash;
import cloud.dumont.agent.tree.Entry;
import cloud.dumont.agent.tree.Meta;
import cloud.dumont.agent.tree.Moment;
import cloud.dumont.agent.tree.PathBytes;
import cloud.dumont.kernel.Epoch;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Grows a workspace by commits that each change one small thing, as weeks of quiet work would. */
final class ManyCommits {
    private static final long EPOCH = 1;
    private final Place place;

    ManyCommits(Place place) {
        this.place = place;
    }

    Line add(int commits) throws StoreException, RegisterException, DamageException, InterruptedException {
        long began = System.nanoTime();
        Workspace workspace = place.workspace();
        List<cloud.dumont.agent.tree.CommitRef> chain = workspace.chain().stream()
                .map(it -> new cloud.dumont.agent.tree.CommitRef(it.epoch(), it.seq(), CommitHash.ofHex(it.sha256())))
                .toList();
        Opening opening = new Opening(WorkspaceKey.of(workspace.key(), workspace.name()), EPOCH, chain);
        try (Repository repository = Repository.open(
                opening,
                place.stores(place.office()).of(null),
                this::register,
                RepositoryConfig.STANDARD,
                Thread.ofPlatform().daemon().factory())) {
            for (int i = 0; i < commits; i++) {
                commit(repository, i);
            }
        }
        return Line.of("grown").millis("ms", System.nanoTime() - began).with("commits", commits);
    }

    private static void commit(Repository repository, int number)
            throws StoreException, RegisterException, InterruptedException {
        try (Draft draft = repository.draft()) {
            Entry root = draft.view(PathBytes.ROOT);
            if (root == null) {
                throw new IllegalStateException("save something first");
            }
            Meta meta = root.meta();
            draft.upsert(new Entry.Directory(
                    PathBytes.ROOT,
                    new Meta(meta.mode(), meta.uid(), meta.gid(), new Moment(number, 0), meta.xattrs())));
            CommitOutcome outcome = repository.commit(draft, new Occasion(0, number, System.nanoTime(), true, null));
            if (!(outcome instanceof CommitOutcome.Committed)) {
                throw new IllegalStateException("the store did not take a commit");
            }
        }
    }

    private void register(Registration it) throws RegisterException {
        CommitRequest request = new CommitRequest(
                new Epoch(EPOCH),
                it.commit().seq(),
                it.commit().hash().hex(),
                it.size(),
                ref(it.parent()),
                0,
                it.packs(),
                it.tree(),
                it.complete(),
                it.files(),
                it.bytes(),
                it.bytesNew(),
                null);
        try {
            if (!place.workspace().add(request)) {
                throw new RegisterException.Conflict("another commit is the newest");
            }
        } catch (IOException e) {
            throw new RegisterException.Unavailable(String.valueOf(e.getMessage()));
        }
    }

    private static @Nullable CommitRef ref(cloud.dumont.agent.tree.@Nullable CommitRef ref) {
        return ref == null
                ? null
                : new CommitRef(ref.epoch(), ref.seq(), ref.hash().hex());
    }
}
