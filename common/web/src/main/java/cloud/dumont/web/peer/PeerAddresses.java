package cloud.dumont.web.peer;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/** Where the other services listen: {@code dumont.peers.<service>}, base URLs without a trailing slash. */
@ConfigurationProperties("dumont.peers")
public record PeerAddresses(
        @Nullable String gateway,
        @Nullable String instanceManager,
        @Nullable String billing,
        @Nullable String monitoring) {
    public String of(String service) {
        String address = switch (service) {
            case "gateway" -> gateway;
            case "instance-manager" -> instanceManager;
            case "billing-service" -> billing;
            case "monitoring-service" -> monitoring;
            default -> throw new IllegalArgumentException("no service is called " + service);
        };
        if (address == null) {
            throw new IllegalStateException("dumont.peers has no address of " + service);
        }
        return address;
    }
}
