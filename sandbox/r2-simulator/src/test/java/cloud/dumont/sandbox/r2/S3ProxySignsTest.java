package cloud.dumont.sandbox.r2;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.nio2blob.FilesystemNio2BlobStore;
import org.junit.jupiter.api.Nested;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;

/** A store that others wrote signs the same contracts, but for what it is known to do otherwise. */
class S3ProxySignsTest {
    private static final Logger QUIET = Logger.getLogger("org.gaul");

    private static final Map<S3Contract.Rule, String> DIFFERENCES = Map.of(
            S3Contract.Rule.LOSERS_ARE_TOLD,
            "of sixteen that create, some losers are answered 500 and not 412",
            S3Contract.Rule.CHECKSUMS_OF_CHUNKED_BODIES,
            "it does not keep a checksum that comes behind the body",
            S3Contract.Rule.ATOMIC_IF_MATCH,
            "it compares the ETag first and writes later: several of sixteen win",
            S3Contract.Rule.CONDITIONAL_COMPLETE,
            "it looks at no condition when an upload is completed",
            S3Contract.Rule.FILE_AND_FOLDER,
            "it keeps objects as files under their keys, so a key cannot be a folder of another",
            S3Contract.Rule.LONG_KEYS,
            "a file name has 255 bytes at most",
            S3Contract.Rule.ABORTED_UPLOAD_TAKES_NO_PART,
            "it takes parts for uploads that are gone",
            S3Contract.Rule.PART_ORDER,
            "it takes parts in any order",
            S3Contract.Rule.CHUNKED_BODIES,
            "it answers a body before the client has sent its last chunk, which may find the line closed");

    static S3Contract.Started proxy(Path where, AwsBasicCredentials key) throws Exception {
        QUIET.setLevel(Level.SEVERE);
        Files.createDirectories(where);
        S3Proxy proxy = S3Proxy.builder()
                .blobStore(new FilesystemNio2BlobStore(where.toString()))
                .endpoint(URI.create("http://127.0.0.1:0"))
                .awsAuthentication(AuthenticationType.AWS_V4, key.accessKeyId(), key.secretAccessKey())
                .ignoreUnknownHeaders(true)
                .build();
        proxy.start();
        String url = "http://127.0.0.1:" + proxy.getPort();
        return new S3Contract.Started(url, proxy::stop);
    }

    @Nested
    class Objects extends ObjectContract {
        @Override
        Started start(Path where, AwsBasicCredentials key) throws Exception {
            return proxy(where, key);
        }

        @Override
        Map<Rule, String> differences() {
            return DIFFERENCES;
        }
    }

    @Nested
    class Lists extends ListContract {
        @Override
        Started start(Path where, AwsBasicCredentials key) throws Exception {
            return proxy(where, key);
        }
    }

    @Nested
    class Multipart extends MultipartContract {
        @Override
        Started start(Path where, AwsBasicCredentials key) throws Exception {
            return proxy(where, key);
        }

        @Override
        Map<Rule, String> differences() {
            return DIFFERENCES;
        }
    }

    @Nested
    class Access extends AccessContract {
        @Override
        Started start(Path where, AwsBasicCredentials key) throws Exception {
            return proxy(where, key);
        }

        @Override
        Map<Rule, String> differences() {
            return DIFFERENCES;
        }
    }

    @Nested
    class Races extends RaceContract {
        @Override
        Started start(Path where, AwsBasicCredentials key) throws Exception {
            return proxy(where, key);
        }

        @Override
        Map<Rule, String> differences() {
            return DIFFERENCES;
        }
    }
}
