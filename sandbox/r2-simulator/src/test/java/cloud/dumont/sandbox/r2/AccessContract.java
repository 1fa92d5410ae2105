package cloud.dumont.sandbox.r2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.Bucket;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/** Who may, and buckets. */
abstract class AccessContract extends S3Contract {
    private final HttpClient http = HttpClient.newHttpClient();

    private HttpResponse<String> send(String method, String address, Map<String, String> headers, String body) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(address)).method(method, HttpRequest.BodyPublishers.ofString(body));
        headers.forEach(request::header);
        try {
            return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException failed) {
            throw new java.io.UncheckedIOException(failed);
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    @Test
    void nobody_gets_in_without_the_right_secret() {
        put("secret", "x");
        AwsBasicCredentials wrong = AwsBasicCredentials.create(key().accessKeyId(), "guessed");
        try (S3Client guesser = client(wrong)) {
            assertThat(refused(() -> put(guesser, "k", "x"))).isEqualTo(new Refused(403, "SignatureDoesNotMatch"));
            assertThat(refused(() -> guesser.getObjectAsBytes(
                                    from -> from.bucket(bucket()).key("secret")))
                            .status())
                    .isEqualTo(403);
        }
        S3Client stranger = client(AwsBasicCredentials.create("nobody", "guessed"));
        assertThat(refused(() -> put(stranger, "k", "x")).status()).isIn(401, 403);
        assertThat(send("GET", url() + "/" + bucket() + "/secret", Map.of(), "").statusCode())
                .isIn(401, 403);
    }

    @Test
    void a_presigned_address_does_one_thing() {
        try (S3Presigner presigner = Clients.presigner(url(), key())) {
            String put = presigner
                    .presignPutObject(what -> what.signatureDuration(Duration.ofMinutes(5))
                            .putObjectRequest(to -> to.bucket(bucket()).key("pre signed/ü")))
                    .url()
                    .toString();
            String get = presigner
                    .presignGetObject(what -> what.signatureDuration(Duration.ofMinutes(5))
                            .getObjectRequest(from -> from.bucket(bucket()).key("pre signed/ü")))
                    .url()
                    .toString();

            assertThat(send("PUT", put, Map.of(), "by address").statusCode()).isEqualTo(200);
            assertThat(send("GET", get, Map.of(), "").body()).isEqualTo("by address");
            assertThat(send("GET", put, Map.of(), "").statusCode()).isEqualTo(403);
            assertThat(send("DELETE", get, Map.of(), "").statusCode()).isEqualTo(403);
            assertThat(send("GET", get.replace("pre%20signed", "pre%20signet"), Map.of(), "")
                            .statusCode())
                    .isEqualTo(403);
            assertThat(send("GET", get.replace("X-Amz-Expires=300", "X-Amz-Expires=3000"), Map.of(), "")
                            .statusCode())
                    .isEqualTo(403);
        }
    }

    @Test
    void a_presigned_address_enforces_its_signed_headers() {
        try (S3Presigner presigner = Clients.presigner(url(), key())) {
            String once = presigner
                    .presignPutObject(what -> what.signatureDuration(Duration.ofMinutes(5))
                            .putObjectRequest(
                                    to -> to.bucket(bucket()).key("once").ifNoneMatch("*")))
                    .url()
                    .toString();
            assertThat(send("PUT", once, Map.of(), "x").statusCode()).isEqualTo(403);
            assertThat(send("PUT", once, Map.of("If-None-Match", "*"), "first").statusCode())
                    .isEqualTo(200);
            assertThat(send("PUT", once, Map.of("If-None-Match", "*"), "second").statusCode())
                    .isEqualTo(412);
            assertThat(get("once")).isEqualTo("first");
        }
    }

    @Test
    void a_presigned_address_expires() {
        put("short", "x");
        try (S3Presigner presigner = Clients.presigner(url(), key())) {
            String get = presigner
                    .presignGetObject(what -> what.signatureDuration(Duration.ofSeconds(1))
                            .getObjectRequest(from -> from.bucket(bucket()).key("short")))
                    .url()
                    .toString();
            await().atMost(Duration.ofSeconds(10))
                    .until(() -> send("GET", get, Map.of(), "").statusCode() >= 400);
        }
    }

    @Test
    void buckets_are_made_listed_and_dropped_when_empty() {
        s3.createBucket(of -> of.bucket("another-one"));
        s3.headBucket(of -> of.bucket("another-one"));
        assertThat(s3.listBuckets().buckets()).extracting(Bucket::name).contains(bucket(), "another-one");
        put("k/" + java.util.UUID.randomUUID(), "x");
        assertThat(refused(() -> s3.deleteBucket(of -> of.bucket(bucket()))))
                .isEqualTo(new Refused(409, "BucketNotEmpty"));
        s3.deleteBucket(of -> of.bucket("another-one"));
        assertThat(refused(() -> s3.listObjectsV2(of -> of.bucket("another-one")))
                        .code())
                .isEqualTo("NoSuchBucket");
    }
}
