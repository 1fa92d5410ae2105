package cloud.dumont.agent.protocol.backup;

import cloud.dumont.kernel.Epoch;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Asks for URLs of single objects, by name below the root. At most 256 in one request. Refused whole for an older epoch
 * ({@code stale_epoch}), a foreign name ({@code invalid_name}), or beyond the limit of the workspace ({@code backup_limit_reached}).
 *
 * @param put objects that shall be created in this epoch
 * @param get objects of any epoch of this workspace
 * @param workspace whose objects to get; null: the own one. Another only while an order says to restore from it
 */
public record PresignRequest(
        Epoch epoch,
        List<Put> put,
        List<String> get,
        @Nullable String workspace) {
    /** @param crc32c base64 of the four bytes, as the store's checksum header has it */
    public record Put(String name, long size, String crc32c) {}
}
