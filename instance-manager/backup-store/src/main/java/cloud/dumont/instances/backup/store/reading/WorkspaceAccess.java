package cloud.dumont.instances.backup.store.reading;

import cloud.dumont.instances.backup.store.key.WorkspaceKey;
import cloud.dumont.restore.Workspace;
import cloud.dumont.restore.source.ObjectSource;

/** @param root with a slash at its end */
public record WorkspaceAccess(String root, String workspace, WorkspaceKey key) {
    /** Asks the store nothing. The caller closes it. */
    public Workspace open(ObjectSource source, ReadingLimits limits) {
        return Workspace.open(
                source, root, workspace, cloud.dumont.restore.key.WorkspaceKey.of(key.reveal()), limits.options());
    }
}
