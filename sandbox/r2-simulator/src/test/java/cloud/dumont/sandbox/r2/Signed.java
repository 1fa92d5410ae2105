package cloud.dumont.sandbox.r2;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignedRequest;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

/** Sends what no well-behaved client would, with a right signature. */
final class Signed {
    private final R2Simulator r2;

    Signed(R2Simulator r2) {
        this.r2 = r2;
    }

    /** The answer's text. */
    String post(String path, String query, String body) throws Exception {
        byte[] md5 = MessageDigest.getInstance("MD5").digest(body.getBytes(StandardCharsets.UTF_8));
        SdkHttpRequest plain = SdkHttpRequest.builder()
                .method(SdkHttpMethod.POST)
                .uri(URI.create(r2.url() + path + "?" + query))
                .putHeader("Content-MD5", Base64.getEncoder().encodeToString(md5))
                .build();
        return send(sign(plain, body), body);
    }

    private SdkHttpRequest sign(SdkHttpRequest request, String body) {
        AwsCredentialsIdentity identity = AwsCredentialsIdentity.create(
                r2.config().keys().getFirst().id(),
                r2.config().keys().getFirst().secret());
        SignedRequest signed = AwsV4HttpSigner.create()
                .sign(sign -> sign.identity(identity)
                        .request(request)
                        .payload(() -> new java.io.ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8)))
                        .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "s3")
                        .putProperty(AwsV4HttpSigner.REGION_NAME, "auto")
                        .putProperty(AwsV4HttpSigner.DOUBLE_URL_ENCODE, false));
        return signed.request();
    }

    private static String send(SdkHttpRequest signed, String body) throws IOException, InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(signed.getUri()).POST(HttpRequest.BodyPublishers.ofString(body));
        signed.forEachHeader((name, values) -> {
            if (!name.equalsIgnoreCase("host") && !name.equalsIgnoreCase("content-length")) {
                values.forEach(value -> request.header(name, value));
            }
        });
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(request.build(), HttpResponse.BodyHandlers.ofString())
                    .body();
        }
    }
}
