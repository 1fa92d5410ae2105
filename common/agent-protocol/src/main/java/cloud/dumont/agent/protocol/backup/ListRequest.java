package cloud.dumont.agent.protocol.backup;

import cloud.dumont.kernel.Epoch;
import org.jspecify.annotations.Nullable;

/** Which objects of this epoch exist. @param after a name below the root, exclusive */
public record ListRequest(
        Epoch epoch, String prefix, @Nullable String after) {}
