package cloud.dumont.instances.backup.workspace;

import cloud.dumont.instances.backup.BackupConfig;
import cloud.dumont.instances.backup.store.retention.RetentionPolicy;
import java.util.List;

/** Policies of those who said nothing about it. */
public final class Policies {
    private Policies() {}

    public static Policy standard(BackupConfig config) {
        return new Policy(
                true, (int) config.interval().toSeconds(), config.include(), List.of(), RetentionPolicy.STANDARD);
    }
}
