package cloud.dumont.instances.backup.store;

import cloud.dumont.instances.backup.store.bucket.BackupStore;
import cloud.dumont.instances.backup.store.bucket.StoreConfig;
import cloud.dumont.instances.backup.store.presign.PresignConfig;
import cloud.dumont.instances.backup.store.presign.Presigner;
import cloud.dumont.kernel.Secret;
import cloud.dumont.sandbox.r2.R2Config;
import cloud.dumont.sandbox.r2.R2Simulator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;

/** Two buckets of one simulated store, and clients for them. */
public final class TestR2 implements AutoCloseable {
    public static final String BUCKET = "dumont-backups";
    public static final String COPY = "dumont-backups-2";
    public final R2Simulator r2;
    public final BackupStore store;
    public final BackupStore copy;

    private TestR2(Path folder, Duration sameKeyInterval) throws IOException {
        r2 = R2Simulator.start(R2Config.of(folder).withBuckets(BUCKET, COPY).withSameKeyInterval(sameKeyInterval));
        store = BackupStore.connect(config(BUCKET));
        copy = BackupStore.connect(config(COPY));
    }

    public static TestR2 in(Path folder) {
        return in(folder, Duration.ZERO);
    }

    public static TestR2 in(Path folder, Duration sameKeyInterval) {
        try {
            return new TestR2(folder, sameKeyInterval);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    public StoreConfig config(String bucket) {
        return StoreConfig.of(URI.create(r2.url()), "auto", bucket, "sandbox-key", new Secret("sandbox-secret"));
    }

    public Presigner presigner() {
        return new Presigner(
                new PresignConfig(URI.create(r2.url()), "auto", BUCKET, "sandbox-key", new Secret("sandbox-secret")));
    }

    @Override
    public void close() throws IOException {
        store.close();
        copy.close();
        r2.close();
    }
}
