package cloud.dumont.agent.protocol;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the box is, as it sees itself. Unknown numbers are null, never zero.
 *
 * @param capabilities what it really can, e.g. {@code net_admin}
 * @param sshUser the user that the box's sshd lets in ({@code root} but for sandboxes without root)
 */
public record BoxFacts(
        List<Gpu> gpus,
        @Nullable String driver,
        @Nullable Integer cpus,
        @Nullable Long memoryBytes,
        @Nullable Long diskBytes,
        String kernel,
        List<String> capabilities,
        String sshUser) {
    /** @param memoryMb as the driver reports it */
    public record Gpu(
            String name,
            @Nullable Integer memoryMb,
            @Nullable String uuid) {}
}
