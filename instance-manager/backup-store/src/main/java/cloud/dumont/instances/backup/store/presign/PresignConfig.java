package cloud.dumont.instances.backup.store.presign;

import cloud.dumont.kernel.Secret;
import java.net.URI;

/** @param endpoint the address under which boxes reach the store; URLs are good for this host only */
public record PresignConfig(URI endpoint, String region, String bucket, String accessKeyId, Secret secretAccessKey) {
    public PresignConfig {
        boolean plain = endpoint.getHost() != null
                && (endpoint.getRawPath() == null
                        || endpoint.getRawPath().isEmpty()
                        || endpoint.getRawPath().equals("/"));
        if (!plain) {
            throw new IllegalArgumentException("an endpoint is a scheme, a host and perhaps a port");
        }
    }
}
