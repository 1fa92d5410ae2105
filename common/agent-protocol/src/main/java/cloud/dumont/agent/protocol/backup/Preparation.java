package cloud.dumont.agent.protocol.backup;

import org.jspecify.annotations.Nullable;

/**
 * What a box may read whose machine is served by another one: it brings files into place before it takes over, or to show that it
 * could. It may write nothing into the workspace. Answer to {@link BackupOpen}.
 *
 * @param key the workspace key, base64; kept in memory only
 * @param order what to bring into place now, whole and where it was; null: nothing that is not there
 * @param proof whether what is in place is to be read again and told
 */
public record Preparation(
        String workspace,
        String key,
        BackupPolicy policy,
        @Nullable RestoreOrder order,
        boolean proof) {}
