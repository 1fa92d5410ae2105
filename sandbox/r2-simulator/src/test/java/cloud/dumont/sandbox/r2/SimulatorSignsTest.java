package cloud.dumont.sandbox.r2;

import cloud.dumont.sandbox.r2.auth.AccessKey;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Nested;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;

/** The simulator signs every contract, without exception. */
class SimulatorSignsTest {
    static S3Contract.Started simulator(Path where, AwsBasicCredentials key) throws IOException {
        R2Simulator r2 = R2Simulator.start(R2Config.of(where)
                .withKeys(AccessKey.admin(key.accessKeyId(), key.secretAccessKey()))
                .withBuckets()
                .withSameKeyInterval(Duration.ZERO));
        return new S3Contract.Started(r2.url(), r2);
    }

    @Nested
    class Objects extends ObjectContract {
        @Override
        Started start(Path where, AwsBasicCredentials key) throws IOException {
            return simulator(where, key);
        }
    }

    @Nested
    class Lists extends ListContract {
        @Override
        Started start(Path where, AwsBasicCredentials key) throws IOException {
            return simulator(where, key);
        }
    }

    @Nested
    class Multipart extends MultipartContract {
        @Override
        Started start(Path where, AwsBasicCredentials key) throws IOException {
            return simulator(where, key);
        }
    }

    @Nested
    class Access extends AccessContract {
        @Override
        Started start(Path where, AwsBasicCredentials key) throws IOException {
            return simulator(where, key);
        }
    }

    @Nested
    class Races extends RaceContract {
        @Override
        Started start(Path where, AwsBasicCredentials key) throws IOException {
            return simulator(where, key);
        }
    }
}
