package cloud.dumont.sandbox.local;

import cloud.dumont.sandbox.r2.R2Config;
import cloud.dumont.sandbox.r2.auth.AccessKey;
import cloud.dumont.sandbox.r2.auth.Permission;
import cloud.dumont.sandbox.secret.Secrets;
import cloud.dumont.sandbox.service.StoreSettings;
import java.io.IOException;
import java.util.Set;

/**
 * The account at the simulated object store, made at the first start: two buckets, for each a key that reaches nothing
 * else, and one key over everything for whoever runs the sandbox.
 */
final class StoreAccount {
    static final String BUCKET = "dumont-backups";
    static final String COPY_BUCKET = "dumont-backups-2";

    private static final String OWNER = "r2";
    private static final String BACKUPS = "r2-backups";
    private static final String COPY = "r2-copy";

    private final Secrets secrets;

    StoreAccount(Secrets secrets) {
        this.secrets = secrets;
    }

    R2Config config(LocalCloudConfig config) throws IOException {
        return R2Config.of(config.state().resolve("r2"))
                .withPort(config.ports().r2())
                .withAccount(account(), secret("r2-api-token"))
                .withKeys(AccessKey.admin(keyId(OWNER), keySecret(OWNER)), key(BACKUPS, BUCKET), key(COPY, COPY_BUCKET))
                .withBuckets(BUCKET, COPY_BUCKET)
                .withRequestLog(config.logs().resolve("r2-requests.jsonl"));
    }

    private AccessKey key(String name, String bucket) throws IOException {
        return new AccessKey(keyId(name), keySecret(name), Permission.OBJECT_READ_WRITE, Set.of(bucket));
    }

    StoreSettings settings(String endpoint, String boxEndpoint) throws IOException {
        return new StoreSettings(endpoint, boxEndpoint, access(BACKUPS, BUCKET), access(COPY, COPY_BUCKET));
    }

    private StoreSettings.Access access(String name, String bucket) throws IOException {
        return new StoreSettings.Access(bucket, keyId(name), secrets.password(name + "-secret-access-key"));
    }

    Endpoints.Simulator endpoint(String url) throws IOException {
        return new Endpoints.Simulator(
                url, secret("r2-api-token"), account(), keyId(OWNER), keySecret(OWNER), BUCKET, COPY_BUCKET);
    }

    private String account() throws IOException {
        return secret("r2-account");
    }

    private String keyId(String name) throws IOException {
        return secret(name + "-access-key-id");
    }

    private String keySecret(String name) throws IOException {
        return secret(name + "-secret-access-key");
    }

    private String secret(String name) throws IOException {
        return secrets.read(secrets.password(name));
    }
}
