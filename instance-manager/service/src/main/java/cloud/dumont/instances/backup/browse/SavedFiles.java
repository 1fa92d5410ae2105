package cloud.dumont.instances.backup.browse;

import cloud.dumont.agent.protocol.backup.CommitRef;
import cloud.dumont.instances.backup.commit.Backup;
import cloud.dumont.instances.backup.depot.Depot;
import cloud.dumont.instances.backup.store.reading.ArchiveOutcome;
import cloud.dumont.instances.backup.store.reading.Comparison;
import cloud.dumont.instances.backup.store.reading.FileEntry;
import cloud.dumont.instances.backup.store.reading.Folder;
import cloud.dumont.instances.backup.store.reading.ReadingFailed;
import cloud.dumont.instances.backup.store.reading.ReadingLimits;
import cloud.dumont.instances.backup.store.reading.RepositoryReading;
import cloud.dumont.instances.backup.store.reading.RestorePreview;
import cloud.dumont.instances.backup.store.reading.SavedDigest;
import cloud.dumont.instances.backup.store.reading.SearchHits;
import cloud.dumont.instances.backup.store.reading.WorkspaceAccess;
import cloud.dumont.instances.backup.workspace.SealedKeys;
import cloud.dumont.instances.backup.workspace.Workspace;
import cloud.dumont.instances.backup.workspace.Workspaces;
import cloud.dumont.kernel.InstanceId;
import cloud.dumont.web.problem.CommonRefusal;
import cloud.dumont.web.problem.RefusedException;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Reads the files of versions out of the store. Versions read lately stay open. Every call may take seconds and runs outside of
 * transactions; paths are valid texts. What cannot be read is refused as {@code backup_damaged}, {@code backup_expired}, {@code
 * backups_erased} or {@code maintenance}.
 */
@Component
public class SavedFiles implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(SavedFiles.class);
    private final @Nullable RepositoryReading reading;
    private final Workspaces workspaces;
    private final SealedKeys keys;

    SavedFiles(Depot depot, Workspaces workspaces, SealedKeys keys) {
        this.reading = depot.isThere() ? new RepositoryReading(depot.store(), ReadingLimits.STANDARD) : null;
        this.workspaces = workspaces;
        this.keys = keys;
    }

    public Optional<Folder> folder(Backup backup, String path, @Nullable String after, int limit) {
        return read(() -> reading().folder(access(backup), backup.ref(), path, after, limit));
    }

    public Optional<FileEntry> find(Backup backup, String path) {
        return read(() -> reading().find(access(backup), backup.ref(), path));
    }

    public SearchHits search(Backup backup, String path, String text, int limit) {
        return read(() -> reading().search(access(backup), backup.ref(), path, text, limit));
    }

    /** @param older of the same machine */
    public Comparison compare(Backup older, Backup newer, String path, int limit) {
        refuseExpired(older);
        return read(() -> reading().compare(access(newer), older.ref(), newer.ref(), path, limit));
    }

    /**
     * What a restore of the paths to where they were would do to the newest version.
     *
     * @param newest null: nothing is there
     * @param paths empty: everything
     */
    public RestorePreview preview(Backup backup, @Nullable CommitRef newest, List<String> paths) {
        return read(() -> reading().preview(access(backup), backup.ref(), newest, paths));
    }

    public SavedDigest digest(Backup backup) {
        return read(() -> reading().digest(access(backup), backup.ref()));
    }

    /** @throws IOException when {@code out} fails */
    public ArchiveOutcome archive(Backup backup, List<String> paths, OutputStream out) throws IOException {
        try {
            return reading().archive(access(backup), backup.ref(), paths, false, out);
        } catch (ReadingFailed e) {
            throw refused(e);
        }
    }

    /** @throws IOException when {@code out} fails */
    public void file(Backup backup, String path, OutputStream out) throws IOException {
        try {
            reading().file(access(backup), backup.ref(), path, out);
        } catch (ReadingFailed e) {
            throw refused(e);
        }
    }

    /** Closes what is open of a workspace whose key is destroyed. */
    public void forget(Workspace workspace) {
        if (reading != null) {
            reading.forget(workspace.root());
        }
    }

    /** @throws RefusedException {@code backups_erased} */
    public WorkspaceAccess access(InstanceId instance) {
        Workspace workspace =
                workspaces.find(instance).orElseThrow(() -> new RefusedException(new CommonRefusal.NotFound()));
        return new WorkspaceAccess(workspace.root(), workspace.id(), keys.open(instance));
    }

    private WorkspaceAccess access(Backup backup) {
        refuseExpired(backup);
        return access(backup.instance());
    }

    private static void refuseExpired(Backup backup) {
        if (backup.state() == Backup.State.EXPIRED) {
            throw new RefusedException(new BrowseRefusal.Expired());
        }
    }

    private RepositoryReading reading() {
        if (reading == null) {
            throw new RefusedException(new CommonRefusal.Unavailable("backup store"));
        }
        return reading;
    }

    private static <T> T read(Supplier<T> call) {
        try {
            return call.get();
        } catch (ReadingFailed e) {
            throw refused(e);
        }
    }

    private static RefusedException refused(ReadingFailed failed) {
        return switch (failed) {
            case ReadingFailed.Damaged damaged -> new RefusedException(new BrowseRefusal.Damaged(damaged.object()));
            case ReadingFailed.Away away -> new RefusedException(new CommonRefusal.Unavailable("backup store"));
            case ReadingFailed.Broken broken -> {
                log.atError().setCause(broken).log("a version could not be read, and not because of damage");
                yield new RefusedException(new CommonRefusal.Unavailable("backup store"));
            }
        };
    }

    @Override
    public void close() {
        if (reading != null) {
            reading.close();
        }
    }
}
