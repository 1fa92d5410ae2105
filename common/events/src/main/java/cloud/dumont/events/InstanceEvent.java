package cloud.dumont.events;

import cloud.dumont.kernel.HourlyPrice;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What happens to a machine. Key: the instance. */
public sealed interface InstanceEvent extends DomainEvent {
    /**
     * @param gpu id of the model asked for
     * @param maxPrice the price limit, all in
     */
    record Requested(String name, String gpu, int gpuCount, HourlyPrice maxPrice) implements InstanceEvent {}

    /**
     * @param from and {@code to}: status words of the API, e.g. {@code booting}
     * @param reason stable code, e.g. {@code preflight_passed}
     * @param params what the reason's sentence needs
     * @param detail the sentence, in English
     */
    record StatusChanged(String name, String from, String to, String reason, Map<String, String> params, String detail)
            implements InstanceEvent {}

    /** @param host and {@code port}: where the box's sshd answers; both null when nothing serves any more */
    record RouteChanged(
            String name,
            @Nullable String host,
            @Nullable Integer port,
            @Nullable String hostKey) implements InstanceEvent {}

    record Renamed(String from, String to) implements InstanceEvent {}

    record Destroyed(String name) implements InstanceEvent {}
}
