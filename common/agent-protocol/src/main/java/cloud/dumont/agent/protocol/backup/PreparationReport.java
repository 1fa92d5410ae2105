package cloud.dumont.agent.protocol.backup;

import cloud.dumont.kernel.Epoch;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How far a {@link Preparation} is; sent at least every two seconds while it runs.
 *
 * @param restore the order's; {@code done} when all is in place
 * @param fetched bytes that came from the store
 * @param proof with the last report, if it was asked for
 */
public record PreparationReport(
        Epoch epoch,
        RestoreReport restore,
        long fetched,
        @Nullable Proof proof) {
    /**
     * What the box's disk says, read again after all was in place.
     *
     * @param entries names that were read
     * @param bytes contents that were read
     * @param digest of all that was read, as {@code docs/backup-format.md} defines it; lower-case hex
     * @param differing at most 100 absolute paths that are not as the version has them
     */
    public record Proof(long entries, long bytes, String digest, List<String> differing) {}
}
