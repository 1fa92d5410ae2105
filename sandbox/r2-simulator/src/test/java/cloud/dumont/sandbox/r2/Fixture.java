package cloud.dumont.sandbox.r2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** A simulator on a clock that a test can move, a client, and what tests say all the time. */
abstract class Fixture {
    static final String BUCKET = "dumont-backups";

    @TempDir
    Path folder;

    /** How far the store's clock is ahead of the machine's. */
    Duration ahead = Duration.ZERO;

    final InstantSource clock = () -> InstantSource.system().instant().plus(ahead);
    private final HttpClient http = HttpClient.newHttpClient();
    R2Simulator r2;
    S3Client s3;

    R2Config config() {
        return R2Config.of(folder.resolve("store")).withSameKeyInterval(Duration.ZERO);
    }

    @BeforeEach
    void open() throws IOException {
        r2 = R2Simulator.start(config(), clock);
        s3 = Clients.plain(r2.url(), Clients.credentials(r2.config()));
    }

    @AfterEach
    void close() throws IOException {
        s3.close();
        r2.close();
    }

    void restart(UnaryOperator<R2Config> change) throws IOException {
        close();
        r2 = R2Simulator.start(change.apply(r2.config()), clock);
        s3 = Clients.plain(r2.url(), Clients.credentials(r2.config()));
    }

    String put(String key, String text) {
        return put(s3, key, text);
    }

    static String put(S3Client client, String key, String text) {
        return client.putObject(to -> to.bucket(BUCKET).key(key), RequestBody.fromString(text))
                .eTag();
    }

    String get(String key) {
        return get(s3, key);
    }

    static String get(S3Client client, String key) {
        return client.getObjectAsBytes(from -> from.bucket(BUCKET).key(key)).asUtf8String();
    }

    /** Status and code, {@code 403 AccessDenied}. */
    static String refusal(Runnable call) {
        S3Exception thrown = catchThrowableOfType(S3Exception.class, call::run);
        assertThat(thrown).as("the call must be refused").isNotNull();
        return thrown.statusCode() + " " + thrown.awsErrorDetails().errorCode();
    }

    HttpResponse<String> send(HttpRequest request) {
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException failed) {
            throw new java.io.UncheckedIOException(failed);
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    HttpRequest.Builder request(String address) {
        return HttpRequest.newBuilder(URI.create(address)).timeout(Duration.ofSeconds(30));
    }

    String presignedGet(String key, Duration life) {
        try (var presigner = Clients.presigner(r2.url(), Clients.credentials(r2.config()))) {
            return presigner
                    .presignGetObject(what -> what.signatureDuration(life)
                            .getObjectRequest(from -> from.bucket(BUCKET).key(key)))
                    .url()
                    .toString();
        }
    }

    String presignedPut(String key, Duration life) {
        try (var presigner = Clients.presigner(r2.url(), Clients.credentials(r2.config()))) {
            return presigner
                    .presignPutObject(what -> what.signatureDuration(life)
                            .putObjectRequest(to -> to.bucket(BUCKET).key(key)))
                    .url()
                    .toString();
        }
    }

    Instant now() {
        return clock.instant();
    }
}
