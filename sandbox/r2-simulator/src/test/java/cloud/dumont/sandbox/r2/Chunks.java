package cloud.dumont.sandbox.r2;

import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.function.UnaryOperator;
import software.amazon.awssdk.checksums.DefaultChecksumAlgorithm;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignedRequest;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

/** A body in signed chunks with a signed trailer, made by the SDK's signer and spoiled on its way. */
final class Chunks {
    static final String BODY = "this is chunk one";

    private final R2Simulator r2;

    Chunks(R2Simulator r2) {
        this.r2 = r2;
    }

    /** The answer's status. */
    int put(String key, UnaryOperator<String> onTheWay) throws Exception {
        AwsCredentialsIdentity identity = AwsCredentialsIdentity.create(
                r2.config().keys().getFirst().id(),
                r2.config().keys().getFirst().secret());
        SdkHttpRequest plain = SdkHttpRequest.builder()
                .method(SdkHttpMethod.PUT)
                .uri(URI.create(r2.url() + "/" + Fixture.BUCKET + "/" + key))
                .putHeader("Content-Length", Integer.toString(BODY.length()))
                .build();
        SignedRequest signed = AwsV4HttpSigner.create()
                .sign(sign -> sign.identity(identity)
                        .request(plain)
                        .payload(() -> new ByteArrayInputStream(BODY.getBytes(StandardCharsets.UTF_8)))
                        .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "s3")
                        .putProperty(AwsV4HttpSigner.REGION_NAME, "auto")
                        .putProperty(AwsV4HttpSigner.DOUBLE_URL_ENCODE, false)
                        .putProperty(AwsV4HttpSigner.CHUNK_ENCODING_ENABLED, true)
                        .putProperty(AwsV4HttpSigner.CHECKSUM_ALGORITHM, DefaultChecksumAlgorithm.CRC32C));
        String sent =
                new String(signed.payload().orElseThrow().newStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        HttpRequest.Builder request = HttpRequest.newBuilder(signed.request().getUri())
                .PUT(HttpRequest.BodyPublishers.ofString(onTheWay.apply(sent), StandardCharsets.ISO_8859_1));
        signed.request().forEachHeader((name, values) -> {
            if (!name.equalsIgnoreCase("host") && !name.equalsIgnoreCase("content-length")) {
                values.forEach(value -> request.header(name, value));
            }
        });
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(request.build(), HttpResponse.BodyHandlers.discarding())
                    .statusCode();
        }
    }
}
