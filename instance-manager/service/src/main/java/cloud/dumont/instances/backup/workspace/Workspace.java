package cloud.dumont.instances.backup.workspace;

import cloud.dumont.kernel.BackupId;
import cloud.dumont.kernel.InstanceId;
import cloud.dumont.kernel.UserId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The saved files of one machine.
 *
 * @param root prefix of all its objects, with a slash at its end
 * @param restoreFrom with whose files the machine begins, until it did
 * @param storedBytes of committed objects
 * @param copiedSeq newest commit that the second store holds too
 */
public record Workspace(
        InstanceId instance,
        UserId user,
        String root,
        Policy policy,
        long policyVersion,
        long ordersVersion,
        long limitBytes,
        long storedBytes,
        @Nullable BackupId restoreFrom,
        @Nullable Instant lateSince,
        long copiedSeq,
        @Nullable Instant copiedAt,
        @Nullable Instant verifiedAt,
        @Nullable String verifiedState,
        List<String> damagedFiles,
        @Nullable Instant destroyedAt,
        @Nullable Instant deleteAt,
        @Nullable Instant erasedAt,
        boolean hasKey,
        long version) {
    /** Takes part in every key; see the format's page. */
    public String id() {
        return instance.text();
    }

    public static String rootOf(UserId user, InstanceId instance) {
        return "u/" + user.text() + "/i/" + instance.text() + "/";
    }
}
