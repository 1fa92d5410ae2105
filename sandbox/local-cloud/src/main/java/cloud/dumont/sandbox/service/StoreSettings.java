package cloud.dumont.sandbox.service;

import java.nio.file.Path;
import java.util.Map;

/**
 * How the platform uses the object store.
 *
 * @param endpoint where the platform itself reaches it
 * @param boxEndpoint where machines reach it; what they are handed is signed for this address
 */
public record StoreSettings(String endpoint, String boxEndpoint, Access backups, Access copy) {

    /** One bucket, and the key that reaches it and no other. */
    public record Access(String bucket, String accessKeyId, Path secretAccessKeyFile) {}

    void into(Map<String, String> environment) {
        environment.put("DUMONT_STORE_ENDPOINT", endpoint);
        environment.put("DUMONT_STORE_BOX_ENDPOINT", boxEndpoint);
        environment.put("DUMONT_STORE_REGION", "auto");
        environment.put("DUMONT_STORE_BUCKET", backups.bucket());
        environment.put("DUMONT_STORE_ACCESS_KEY_ID", backups.accessKeyId());
        environment.put(
                "DUMONT_STORE_SECRET_ACCESS_KEY_FILE",
                backups.secretAccessKeyFile().toString());
        environment.put("DUMONT_STORE_COPY_ENDPOINT", endpoint);
        environment.put("DUMONT_STORE_COPY_BUCKET", copy.bucket());
        environment.put("DUMONT_STORE_COPY_ACCESS_KEY_ID", copy.accessKeyId());
        environment.put(
                "DUMONT_STORE_COPY_SECRET_ACCESS_KEY_FILE",
                copy.secretAccessKeyFile().toString());
    }
}
