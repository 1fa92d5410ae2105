package cloud.dumont.provider.gcp;

import com.google.api.gax.core.CredentialsProvider;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One project, and how its machines are made.
 *
 * @param endpoint null: Google's own. Else {@code http://host:port}, with no path and no slash at its end
 * @param network partial URL, e.g. {@code global/networks/dumont}: of nothing but standby machines
 * @param image partial URL of an image or an image family
 * @param tags that firewall rules of the network speak of
 * @param sshPort at which sshd is reached at a machine's external address
 * @param call how long one answer may take
 * @param placement how long the cloud may search a place for a machine
 */
public record GcpConfig(
        String project,
        @Nullable String endpoint,
        CredentialsProvider credentials,
        String network,
        String image,
        List<String> tags,
        int sshPort,
        Duration call,
        Duration placement) {
    public static final Duration USUAL_CALL = Duration.ofSeconds(10);
    public static final Duration USUAL_PLACEMENT = Duration.ofSeconds(120);

    public GcpConfig {
        tags = List.copyOf(tags);
        if (endpoint != null && !endpoint.matches("https?://[^/]+")) {
            throw new IllegalArgumentException("an endpoint is http://host:port, with no path");
        }
    }
}
