package cloud.dumont.sandbox.r2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * A store for the contracts to be held against. The simulator signs them all; so does a store that others wrote, which
 * shows that the contracts are S3's and not ours. Where that store is known to differ it says so in words.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class S3Contract {
    /** What a store may be known not to do. */
    enum Rule {
        ATOMIC_IF_MATCH,
        LOSERS_ARE_TOLD,
        CHECKSUMS_OF_CHUNKED_BODIES,
        CONDITIONAL_COMPLETE,
        FILE_AND_FOLDER,
        LONG_KEYS,
        ABORTED_UPLOAD_TAKES_NO_PART,
        PART_ORDER,
        CHUNKED_BODIES
    }

    private AutoCloseable store;
    private String bucket = "";
    private int buckets;
    private String url;
    S3Client s3;
    S3Client chunked;

    /** Starts a store with the given key and no limit on writes of one key. */
    abstract Started start(Path where, AwsBasicCredentials key) throws Exception;

    record Started(String url, AutoCloseable store) {}

    /** Rule to reason. */
    Map<Rule, String> differences() {
        return Map.of();
    }

    AwsBasicCredentials key() {
        return AwsBasicCredentials.create("contract-key", "contract-secret-of-some-length");
    }

    @BeforeAll
    void open(@TempDir Path folder) throws Exception {
        Started started = start(folder.resolve("store"), key());
        store = started.store();
        url = started.url();
        s3 = client(key());
        chunked = Clients.chunked(url, key());
    }

    @BeforeEach
    void makeBucket() {
        bucket = "contract-" + buckets++;
        s3.createBucket(of -> of.bucket(bucket));
    }

    /** One of its own for every test. */
    String bucket() {
        return bucket;
    }

    @AfterAll
    void close() throws Exception {
        s3.close();
        chunked.close();
        store.close();
    }

    String url() {
        return url;
    }

    S3Client client(AwsCredentials credentials) {
        return Clients.plain(url, credentials);
    }

    void requires(Rule rule) {
        String reason = differences().get(rule);
        Assumptions.assumeTrue(reason == null, () -> rule + ": " + reason);
    }

    String put(String key, String text) {
        return put(s3, key, text);
    }

    String put(S3Client client, String key, String text) {
        return client.putObject(to -> to.bucket(bucket).key(key), RequestBody.fromString(text))
                .eTag();
    }

    String get(String key) {
        return s3.getObjectAsBytes(from -> from.bucket(bucket).key(key)).asUtf8String();
    }

    /** Status and code of the refusal that the call ends with. */
    static Refused refused(Runnable call) {
        S3Exception thrown = catchThrowableOfType(S3Exception.class, call::run);
        assertThat(thrown).as("the call must be refused").isNotNull();
        return new Refused(thrown.statusCode(), thrown.awsErrorDetails().errorCode());
    }

    record Refused(int status, String code) {}

    static byte[] bytes(int count, int seed) {
        byte[] bytes = new byte[count];
        new java.util.Random(seed).nextBytes(bytes);
        return bytes;
    }
}
