package cloud.dumont.instances.backup.store.collect;

import cloud.dumont.instances.backup.store.bucket.BackupStore;
import cloud.dumont.instances.backup.store.reading.ReadingFailed;
import cloud.dumont.instances.backup.store.reading.ReadingLimits;
import cloud.dumont.instances.backup.store.reading.StoreSource;
import cloud.dumont.instances.backup.store.reading.WorkspaceAccess;
import cloud.dumont.restore.Workspace;
import cloud.dumont.restore.container.ContainerId;
import cloud.dumont.restore.container.DamagedException;
import cloud.dumont.restore.container.UnknownVersion;
import cloud.dumont.restore.history.CommitRef;
import cloud.dumont.restore.verify.References;
import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;

/** Asks the store what the kept commits need, by reading their chains and trees; each page once, however many share it. */
public final class Marking {
    private final BackupStore store;
    private final ReadingLimits limits;

    public Marking(BackupStore store, ReadingLimits limits) {
        this.store = store;
        this.limits = limits;
    }

    /** @throws ReadingFailed.Away when the store does not answer; what cannot be read is an answer */
    public Marks marks(WorkspaceAccess access, Holdings holdings) {
        List<CommitRef> kept = holdings.commits().stream()
                .filter(RegisteredCommit::kept)
                .map(commit -> CommitRef.of(
                        commit.ref().epoch(), commit.ref().seq(), commit.ref().sha256()))
                .toList();
        try (Workspace workspace = access.open(new StoreSource(store), limits)) {
            return new Marks.Complete(References.of(workspace, kept).uses().keySet().stream()
                    .map(ContainerId::name)
                    .collect(Collectors.toUnmodifiableSet()));
        } catch (DamagedException damaged) {
            return new Marks.Unreadable(
                    damaged.damage().object(), damaged.damage().detail());
        } catch (UnknownVersion unknown) {
            return new Marks.Unreadable("", String.valueOf(unknown.getMessage()));
        } catch (IOException failed) {
            throw ReadingFailed.of(failed);
        }
    }
}
