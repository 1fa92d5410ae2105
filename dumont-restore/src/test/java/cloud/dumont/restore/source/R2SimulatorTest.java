package cloud.dumont.restore.source;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.dumont.restore.writer.Crypto;
import cloud.dumont.sandbox.r2.R2Config;
import cloud.dumont.sandbox.r2.R2Simulator;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The contract against a store that verifies signatures and was written by others. */
class R2SimulatorTest implements ObjectSourceContract {
    private static final String BUCKET = "dumont-backups";

    @TempDir
    Path temp;

    private R2Simulator r2;

    @BeforeEach
    void start() throws IOException {
        r2 = R2Simulator.start(R2Config.of(temp).withSameKeyInterval(Duration.ZERO));
    }

    @AfterEach
    void stop() throws IOException {
        r2.close();
    }

    @Override
    public ObjectSource sourceWith(TreeMap<String, byte[]> objects) throws Exception {
        for (Map.Entry<String, byte[]> object : objects.entrySet()) {
            put(object.getKey(), object.getValue());
        }
        return new S3Source(
                new S3Location(URI.create(r2.url()), "auto", BUCKET),
                new S3Credentials("sandbox-key", "sandbox-secret", null),
                InstantSource.system(),
                Duration.ofSeconds(10));
    }

    @Test
    void brokenAndRefusedAnswersAreAskedForAgain() throws Exception {
        TreeMap<String, byte[]> objects = new TreeMap<>();
        byte[] bytes = new byte[200_000];
        new Random(1).nextBytes(bytes);
        objects.put("u/1/x", bytes);
        ObjectSource source = new RetryingSource(sourceWith(objects), 6, _ -> {}, new Random(1));
        r2.faults().inject("error_503", 2, Map.of("key", "u/1/", "method", "GET"), 0);
        r2.faults().inject("throttle_429", 1, Map.of("key", "u/1/", "method", "GET"), 0);
        r2.faults().inject("cut", 1, Map.of("side", "response", "after_bytes", "1000"), 0);
        assertThat(source.read("u/1/x", 1 << 20)).isEqualTo(bytes);
    }

    private void put(String name, byte[] body) throws IOException {
        String authority = "127.0.0.1:" + r2.port();
        String hash = HexFormat.of().formatHex(Crypto.sha256(body));
        String time = DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'")
                .withZone(ZoneOffset.UTC)
                .format(InstantSource.system().instant());
        String scope = time.substring(0, 8) + "/auto/s3/aws4_request";
        String canonical = "PUT\n/" + BUCKET + "/" + name + "\n\nhost:" + authority + "\nx-amz-content-sha256:" + hash
                + "\nx-amz-date:" + time + "\n\nhost;x-amz-content-sha256;x-amz-date\n" + hash;
        byte[] key = "AWS4sandbox-secret".getBytes(StandardCharsets.UTF_8);
        for (String step : new String[] {time.substring(0, 8), "auto", "s3", "aws4_request"}) {
            key = Crypto.hmac(key, step.getBytes(StandardCharsets.UTF_8));
        }
        String text = "AWS4-HMAC-SHA256\n" + time + "\n" + scope + "\n"
                + HexFormat.of().formatHex(Crypto.sha256(canonical.getBytes(StandardCharsets.UTF_8)));
        String signature = HexFormat.of().formatHex(Crypto.hmac(key, text.getBytes(StandardCharsets.UTF_8)));
        HttpURLConnection connection = (HttpURLConnection) URI.create("http://" + authority + "/" + BUCKET + "/" + name)
                .toURL()
                .openConnection();
        connection.setRequestMethod("PUT");
        connection.setDoOutput(true);
        connection.setFixedLengthStreamingMode(body.length);
        connection.setRequestProperty("x-amz-content-sha256", hash);
        connection.setRequestProperty("x-amz-date", time);
        connection.setRequestProperty(
                "Authorization",
                "AWS4-HMAC-SHA256 Credential=sandbox-key/" + scope
                        + ", SignedHeaders=host;x-amz-content-sha256;x-amz-date, Signature=" + signature);
        connection.getOutputStream().write(body);
        connection.getOutputStream().close();
        assertThat(connection.getResponseCode()).as(name).isEqualTo(200);
    }
}
