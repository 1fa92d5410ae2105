package cloud.dumont.instances.backup.store.bucket;

import cloud.dumont.kernel.Secret;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.nio2blob.FilesystemNio2BlobStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** The same calls against a store that nobody here wrote. */
class S3ProxyBackupStoreTest extends BackupStoreContract {
    private static final Logger QUIET = Logger.getLogger("org.gaul");

    @TempDir
    Path stored;

    private S3Proxy proxy;
    private BackupStore first;
    private BackupStore other;

    @BeforeEach
    void start() throws Exception {
        QUIET.setLevel(Level.WARNING);
        Files.createDirectories(stored.resolve("one"));
        Files.createDirectories(stored.resolve("two"));
        proxy = S3Proxy.builder()
                .blobStore(new FilesystemNio2BlobStore(stored.toString()))
                .endpoint(URI.create("http://127.0.0.1:0"))
                .awsAuthentication(AuthenticationType.AWS_V4, "id", "secret")
                .build();
        proxy.start();
        URI endpoint = URI.create("http://127.0.0.1:" + proxy.getPort());
        first = BackupStore.connect(StoreConfig.of(endpoint, "us-east-1", "one", "id", new Secret("secret")));
        other = BackupStore.connect(StoreConfig.of(endpoint, "us-east-1", "two", "id", new Secret("secret")));
    }

    @AfterEach
    void stop() throws Exception {
        first.close();
        other.close();
        proxy.stop();
    }

    @Override
    BackupStore store() {
        return first;
    }

    @Override
    BackupStore second() {
        return other;
    }
}
