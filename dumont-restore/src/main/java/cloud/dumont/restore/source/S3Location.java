package cloud.dumont.restore.source;

import java.net.URI;

/** A bucket by path style: {@code endpoint/bucket/name}. */
public record S3Location(URI endpoint, String region, String bucket) {
    public S3Location {
        if (endpoint.getHost() == null || endpoint.getScheme() == null) {
            throw new IllegalArgumentException("an endpoint is like https://host[:port], not " + endpoint);
        }
        if (bucket.isEmpty() || bucket.contains("/")) {
            throw new IllegalArgumentException("not a bucket's name: " + bucket);
        }
    }

    String authority() {
        int port = endpoint.getPort();
        boolean usual = port < 0
                || (port == 443 && "https".equals(endpoint.getScheme()))
                || (port == 80 && "http".equals(endpoint.getScheme()));
        return usual ? endpoint.getHost() : endpoint.getHost() + ":" + port;
    }
}
