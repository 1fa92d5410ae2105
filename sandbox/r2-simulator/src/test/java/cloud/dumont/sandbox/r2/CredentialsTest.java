package cloud.dumont.sandbox.r2;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.dumont.sandbox.r2.auth.AccessKey;
import cloud.dumont.sandbox.r2.auth.Permission;
import cloud.dumont.sandbox.r2.auth.SessionToken;
import cloud.dumont.sandbox.wire.Json;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import tools.jackson.databind.JsonNode;

/** Who may do what: keys, temporary credentials, presigned addresses, time. */
class CredentialsTest extends Fixture {
    private static final List<String> WRITER = List.of(
            "PutObject",
            "CreateMultipartUpload",
            "UploadPart",
            "CompleteMultipartUpload",
            "AbortMultipartUpload",
            "HeadObject");

    private AccessKey parent() {
        return r2.config().keys().getFirst();
    }

    private AwsSessionCredentials mint(List<String> actions, List<String> prefixes, Instant at, long ttl) {
        SessionToken.Minted minted = SessionToken.mint(
                parent(),
                r2.config().account(),
                "127.0.0.1",
                BUCKET,
                Permission.OBJECT_READ_WRITE,
                actions,
                prefixes,
                List.of(),
                at,
                ttl);
        return AwsSessionCredentials.create(minted.accessKeyId(), minted.secretAccessKey(), minted.sessionToken());
    }

    private S3Client client(AwsSessionCredentials credentials) {
        return Clients.plain(r2.url(), credentials);
    }

    @Test
    void a_backup_writer_can_write_under_its_prefix_and_nothing_else() {
        put("t1/m1/e2/old", "x");
        put("t2/m9/e1/theirs", "x");
        try (S3Client writer = client(mint(WRITER, List.of("t1/m1/e2/"), now(), 900))) {
            put(writer, "t1/m1/e2/new", "written");
            writer.headObject(of -> of.bucket(BUCKET).key("t1/m1/e2/new"));
            String id = writer.createMultipartUpload(of -> of.bucket(BUCKET).key("t1/m1/e2/big"))
                    .uploadId();
            writer.abortMultipartUpload(
                    of -> of.bucket(BUCKET).key("t1/m1/e2/big").uploadId(id));

            String denied = "403 AccessDenied";
            assertThat(refusal(() -> put(writer, "t1/m1/e1/x", "x"))).isEqualTo(denied);
            assertThat(refusal(() -> put(writer, "t2/m9/e1/x", "x"))).isEqualTo(denied);
            assertThat(refusal(() -> get(writer, "t1/m1/e2/old"))).isEqualTo(denied);
            assertThat(refusal(() -> get(writer, "t2/m9/e1/theirs"))).isEqualTo(denied);
            assertThat(refusal(() -> writer.deleteObject(of -> of.bucket(BUCKET).key("t1/m1/e2/old"))))
                    .isEqualTo(denied);
            assertThat(refusal(
                            () -> writer.listObjectsV2(of -> of.bucket(BUCKET).prefix("t1/m1/e2/"))))
                    .isEqualTo(denied);
            assertThat(refusal(() -> writer.copyObject(of -> of.sourceBucket(BUCKET)
                            .sourceKey("t2/m9/e1/theirs")
                            .destinationBucket(BUCKET)
                            .destinationKey("t1/m1/e2/stolen"))))
                    .isEqualTo(denied);
            assertThat(refusal(writer::listBuckets)).isEqualTo(denied);
        }
    }

    @Test
    void a_restorer_reads_and_lists_its_prefix_only() {
        put("a/1", "x");
        put("b/1", "x");
        List<String> actions = List.of("GetObject", "HeadObject", "ListObjectsV2", "DeleteObjects");
        try (S3Client restorer = client(mint(actions, List.of("a/"), now(), 900))) {
            assertThat(get(restorer, "a/1")).isEqualTo("x");
            assertThat(restorer.listObjectsV2(of -> of.bucket(BUCKET).prefix("a/"))
                            .contents())
                    .hasSize(1);
            assertThat(refusal(() -> get(restorer, "b/1"))).isEqualTo("403 AccessDenied");
            assertThat(refusal(() -> restorer.listObjectsV2(of -> of.bucket(BUCKET))))
                    .isEqualTo("403 AccessDenied");
            assertThat(refusal(
                            () -> restorer.listObjectsV2(of -> of.bucket(BUCKET).prefix("b/"))))
                    .isEqualTo("403 AccessDenied");
            assertThat(restorer.deleteObjects(of -> of.bucket(BUCKET)
                                    .delete(what -> what.objects(ObjectIdentifier.builder()
                                            .key("b/1")
                                            .build())))
                            .errors())
                    .extracting(error -> error.code())
                    .containsExactly("AccessDenied");
        }
        assertThat(get("b/1")).isEqualTo("x");
    }

    @Test
    void a_token_that_is_old_forged_or_for_another_account_is_worth_nothing() {
        AwsSessionCredentials good = mint(WRITER, List.of(), now(), 900);
        try (S3Client old = client(mint(WRITER, List.of(), now().minusSeconds(1_000), 900))) {
            assertThat(refusal(() -> put(old, "k", "x"))).isEqualTo("400 ExpiredToken");
        }
        SessionToken.Minted forged = SessionToken.mint(
                AccessKey.admin(parent().id(), "not the secret"),
                r2.config().account(),
                "h",
                BUCKET,
                Permission.OBJECT_READ_WRITE,
                List.of(),
                List.of(),
                List.of(),
                now(),
                900);
        try (S3Client thief = client(
                AwsSessionCredentials.create(forged.accessKeyId(), forged.secretAccessKey(), forged.sessionToken()))) {
            assertThat(refusal(() -> put(thief, "k", "x"))).isEqualTo("400 InvalidToken");
        }
        try (S3Client mixed =
                client(AwsSessionCredentials.create(good.accessKeyId(), parent().secret(), good.sessionToken()))) {
            assertThat(refusal(() -> put(mixed, "k", "x"))).isEqualTo("403 SignatureDoesNotMatch");
        }
    }

    @Test
    void a_key_of_one_bucket_reaches_no_other_and_cannot_mint_more_than_it_has() throws Exception {
        AccessKey narrow = new AccessKey("narrow", "narrow-secret", Permission.OBJECT_READ_ONLY, Set.of(BUCKET));
        put("k", "x");
        restart(config -> config.withKeys(parent(), narrow).withBuckets(BUCKET, "dumont-backups-2"));
        try (S3Client reader = Clients.plain(r2.url(), AwsBasicCredentials.create("narrow", "narrow-secret"))) {
            assertThat(get(reader, "k")).isEqualTo("x");
            assertThat(refusal(() -> put(reader, "k", "y"))).isEqualTo("403 AccessDenied");
            assertThat(refusal(() -> reader.listObjectsV2(of -> of.bucket("dumont-backups-2"))))
                    .isEqualTo("403 AccessDenied");
        }
        SessionToken.Minted more = SessionToken.mint(
                narrow,
                r2.config().account(),
                "h",
                BUCKET,
                Permission.OBJECT_READ_WRITE,
                List.of(),
                List.of(),
                List.of(),
                now(),
                900);
        try (S3Client greedy =
                client(AwsSessionCredentials.create(more.accessKeyId(), more.secretAccessKey(), more.sessionToken()))) {
            assertThat(refusal(() -> put(greedy, "k", "y"))).isEqualTo("400 InvalidToken");
        }
    }

    private String cloudflareBase() {
        return r2.url() + "/client/v4/accounts/" + r2.config().account() + "/r2/";
    }

    @Test
    void cloudflares_api_mints_credentials() {
        String address = cloudflareBase() + "temp-access-credentials";
        String order = Json.write(Map.of(
                "bucket",
                BUCKET,
                "parentAccessKeyId",
                parent().id(),
                "permission",
                "object-read-write",
                "ttlSeconds",
                900,
                "prefixes",
                List.of("m-1/")));
        assertThat(cloudflare("POST", address, "wrong", order).statusCode()).isEqualTo(403);

        HttpResponse<String> answer = cloudflare("POST", address, r2.config().apiToken(), order);
        JsonNode minted = Json.parse(answer.body()).orElseThrow();
        assertThat(minted.path("success").asBoolean()).isTrue();
        JsonNode result = minted.path("result");
        try (S3Client client = client(AwsSessionCredentials.create(
                result.path("accessKeyId").asString(),
                result.path("secretAccessKey").asString(),
                result.path("sessionToken").asString()))) {
            put(client, "m-1/x", "x");
            assertThat(refusal(() -> put(client, "m-2/x", "x"))).isEqualTo("403 AccessDenied");
        }
    }

    @Test
    void cloudflares_api_sets_locks_that_outlive_a_restart() throws Exception {
        put("m-1/x", "x");
        String token = r2.config().apiToken();
        String address = cloudflareBase() + "buckets/" + BUCKET + "/lock";
        String rules = "{\"rules\":[{\"id\":\"a\",\"enabled\":true,\"prefix\":\"m-1/\","
                + "\"condition\":{\"type\":\"Age\",\"maxAgeSeconds\":600}}]}";
        assertThat(cloudflare("PUT", address, token, rules.replace("Age", "Moon"))
                        .statusCode())
                .isEqualTo(400);
        assertThat(cloudflare("PUT", address, token, rules).statusCode()).isEqualTo(200);
        assertThat(cloudflare("GET", address, token, "").body()).contains("\"maxAgeSeconds\":600");

        assertThat(refusal(() -> put("m-1/x", "y"))).isEqualTo("403 ObjectLockedByBucketPolicy");
        restart(config -> config);
        assertThat(refusal(() -> put("m-1/x", "y"))).isEqualTo("403 ObjectLockedByBucketPolicy");
    }

    private HttpResponse<String> cloudflare(String method, String address, String token, String body) {
        return send(request(address)
                .header("Authorization", "Bearer " + token)
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build());
    }

    @Test
    void time_is_checked_on_both_kinds_of_signature() {
        put("k", "x");
        String minute = presignedGet("k", Duration.ofMinutes(1));
        ahead = Duration.ofMinutes(2);
        HttpResponse<String> late = send(request(minute).build());
        assertThat(late.statusCode()).isEqualTo(400);
        assertThat(late.body()).contains("<Code>ExpiredRequest</Code>");
        ahead = Duration.ofMinutes(16);
        assertThat(refusal(() -> get("k"))).isEqualTo("403 RequestTimeTooSkewed");
        ahead = Duration.ofMinutes(-16);
        assertThat(refusal(() -> get("k"))).isEqualTo("403 RequestTimeTooSkewed");
        assertThat(send(request(minute).build()).statusCode()).isEqualTo(403);
    }

    @Test
    void a_header_that_means_something_must_be_signed() {
        String put = presignedPut("k", Duration.ofMinutes(5));
        HttpRequest more = request(put)
                .header("x-amz-meta-owner", "me")
                .PUT(HttpRequest.BodyPublishers.ofString("x"))
                .build();
        assertThat(send(more).statusCode()).isEqualTo(403);
    }

    @Test
    void a_signed_body_cannot_be_exchanged() throws Exception {
        Chunks chunks = new Chunks(r2);
        assertThat(chunks.put("k", text -> text)).isEqualTo(200);
        assertThat(get("k")).isEqualTo(Chunks.BODY);
        assertThat(chunks.put("k2", text -> text.replace("chunk one", "chunk 0ne")))
                .isEqualTo(403);
        assertThat(chunks.put("k2", text -> text.replace("chunk-signature=", "chunk-signature=0")))
                .isEqualTo(403);
        assertThat(chunks.put(
                        "k2",
                        text -> text.replaceFirst("x-amz-checksum-crc32c:[^\r]*", "x-amz-checksum-crc32c:AAAAAA==")))
                .isEqualTo(403);
        assertThat(refusal(() -> get("k2"))).isEqualTo("404 NoSuchKey");
    }
}
