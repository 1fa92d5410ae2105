package cloud.dumont.monitoring.instances;

import cloud.dumont.kernel.Epoch;
import cloud.dumont.kernel.InstanceId;
import cloud.dumont.kernel.PlacementId;
import cloud.dumont.kernel.UserId;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What instance-manager says of a placement whose token was right. */
public record EnrolledPlacement(
        InstanceId instance,
        PlacementId placement,
        Epoch epoch,
        UserId user,
        String machineName,
        String hostKeyPrivate,
        String hostKeyPublic,
        @Nullable List<String> authorizedKeys,
        @Nullable Map<String, String> environment,
        @Nullable String startCommand,
        @Nullable String vendor,
        @Nullable String zone,
        @Nullable String gpuModel) {
    /** The host key must not reach a log. */
    @Override
    public String toString() {
        return "EnrolledPlacement[" + placement + ", " + instance + ", epoch " + epoch + "]";
    }
}
