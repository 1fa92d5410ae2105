package cloud.dumont.instances.backup.depot;

import java.net.URI;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where files are saved. Without an endpoint nothing is.
 *
 * @param endpoint as this service reaches the store
 * @param boxEndpoint as boxes reach it; null: the same way
 * @param copy a second bucket, elsewhere; null: there is no copy
 */
@ConfigurationProperties("dumont.store")
public record StoreSettings(
        @Nullable URI endpoint,
        @Nullable URI boxEndpoint,
        @DefaultValue("auto") String region,
        @DefaultValue("dumont-backups") String bucket,
        @DefaultValue("") String accessKeyId,
        @Nullable Path secretAccessKeyFile,
        @Nullable Copy copy) {
    /** What is not given is as for the first bucket. */
    public record Copy(
            @Nullable URI endpoint,
            @Nullable String region,
            @Nullable String bucket,
            @Nullable String accessKeyId,
            @Nullable Path secretAccessKeyFile) {}

    boolean isSet() {
        return endpoint != null
                && !endpoint.toString().isBlank()
                && secretAccessKeyFile != null
                && !secretAccessKeyFile.toString().isBlank();
    }
}
