package cloud.dumont.sandbox.r2;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.dumont.sandbox.r2.store.LockRule;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.DeleteObjectsResponse;
import software.amazon.awssdk.services.s3.model.LifecycleRule;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.Tagging;

/** What R2 does and other stores do not. */
class R2RulesTest extends Fixture {
    private static final int MIB = 1 << 20;

    @Test
    void a_key_takes_one_write_per_second() throws Exception {
        restart(config -> config.withSameKeyInterval(Duration.ofMinutes(1)));
        put("hot", "1");
        assertThat(refusal(() -> put("hot", "2"))).isEqualTo("429 TooManyRequests");
        put("other", "1");
        ahead = Duration.ofMinutes(2);
        put("hot", "3");
        assertThat(get("hot")).isEqualTo("3");
    }

    @Test
    void a_failed_condition_is_no_write() throws Exception {
        restart(config -> config.withSameKeyInterval(Duration.ofMinutes(1)));
        put("hot", "1");
        assertThat(refusal(() ->
                        s3.putObject(to -> to.bucket(BUCKET).key("hot").ifNoneMatch("*"), RequestBody.fromString("2"))))
                .isEqualTo("412 PreconditionFailed");
    }

    private String complete(String key, int... sizes) {
        String id = s3.createMultipartUpload(of -> of.bucket(BUCKET).key(key)).uploadId();
        List<CompletedPart> parts = new ArrayList<>();
        for (int i = 0; i < sizes.length; i++) {
            int number = i + 1;
            byte[] body = new byte[sizes[i]];
            String etag = s3.uploadPart(
                            to -> to.bucket(BUCKET).key(key).uploadId(id).partNumber(number),
                            RequestBody.fromBytes(body))
                    .eTag();
            parts.add(CompletedPart.builder().partNumber(number).eTag(etag).build());
        }
        return s3.completeMultipartUpload(
                        of -> of.bucket(BUCKET).key(key).uploadId(id).multipartUpload(made -> made.parts(parts)))
                .eTag();
    }

    @Test
    void all_parts_but_the_last_are_of_one_size() {
        assertThat(refusal(() -> complete("uneven", 5 * MIB, 6 * MIB, MIB))).isEqualTo("400 InvalidPart");
        assertThat(refusal(() -> complete("tail", 5 * MIB, 6 * MIB))).isEqualTo("400 InvalidPart");
        assertThat(complete("even", 5 * MIB, 5 * MIB, MIB)).endsWith("-3\"");
        assertThat(complete("one", 100)).endsWith("-1\"");
    }

    @Test
    void a_part_that_is_sent_again_and_fails_takes_the_earlier_one_along() {
        String id =
                s3.createMultipartUpload(of -> of.bucket(BUCKET).key("lost")).uploadId();
        s3.uploadPart(to -> to.bucket(BUCKET).key("lost").uploadId(id).partNumber(1), RequestBody.fromString("good"));
        assertThat(refusal(() -> s3.uploadPart(
                        to -> to.bucket(BUCKET)
                                .key("lost")
                                .uploadId(id)
                                .partNumber(1)
                                .contentMD5("1B2M2Y8AsgTpgAmY7PhCfg=="),
                        RequestBody.fromString("broken"))))
                .isEqualTo("400 BadDigest");
        assertThat(s3.listParts(of -> of.bucket(BUCKET).key("lost").uploadId(id))
                        .parts())
                .isEmpty();
    }

    @Test
    void a_locked_object_can_be_neither_replaced_nor_deleted_until_it_is_old_enough() {
        put("data/1", "kept");
        put("free/1", "x");
        r2.lock(BUCKET, List.of(new LockRule("young", true, "data/", new LockRule.Condition("Age", 600L, null))));

        assertThat(refusal(() -> put("data/1", "replaced"))).isEqualTo("403 ObjectLockedByBucketPolicy");
        assertThat(refusal(() -> s3.deleteObject(of -> of.bucket(BUCKET).key("data/1"))))
                .isEqualTo("403 ObjectLockedByBucketPolicy");
        assertThat(refusal(() -> s3.copyObject(of -> of.sourceBucket(BUCKET)
                        .sourceKey("free/1")
                        .destinationBucket(BUCKET)
                        .destinationKey("data/1"))))
                .isEqualTo("403 ObjectLockedByBucketPolicy");
        assertThat(refusal(() -> complete("data/1", 10))).isEqualTo("403 ObjectLockedByBucketPolicy");
        DeleteObjectsResponse many = s3.deleteObjects(of -> of.bucket(BUCKET)
                .delete(what -> what.objects(
                        ObjectIdentifier.builder().key("data/1").build(),
                        ObjectIdentifier.builder().key("free/1").build())));
        assertThat(many.errors()).extracting(error -> error.code()).containsExactly("ObjectLockedByBucketPolicy");
        assertThat(many.deleted()).extracting(deleted -> deleted.key()).containsExactly("free/1");
        put("data/2", "new keys are free");
        assertThat(get("data/1")).isEqualTo("kept");

        ahead = Duration.ofMinutes(11);
        put("data/1", "replaced");
        assertThat(get("data/1")).isEqualTo("replaced");
    }

    @Test
    void locks_by_date_and_for_ever_hold_and_disabled_ones_do_not() {
        put("d/1", "x");
        put("i/1", "x");
        put("n/1", "x");
        r2.lock(
                BUCKET,
                List.of(
                        new LockRule(
                                "date",
                                true,
                                "d/",
                                new LockRule.Condition("Date", null, now().plus(1, ChronoUnit.DAYS))),
                        new LockRule("ever", true, "i/", new LockRule.Condition("Indefinite", null, null)),
                        new LockRule("off", false, "n/", new LockRule.Condition("Indefinite", null, null))));
        assertThat(refusal(() -> put("d/1", "y"))).startsWith("403");
        assertThat(refusal(() -> put("i/1", "y"))).startsWith("403");
        put("n/1", "y");
    }

    @Test
    void what_r2_lacks_is_refused_and_not_ignored() {
        put("t", "x");
        assertThat(refusal(() -> s3.putObjectTagging(of -> of.bucket(BUCKET)
                        .key("t")
                        .tagging(Tagging.builder().tagSet(List.of()).build()))))
                .isEqualTo("501 NotImplemented");
        assertThat(refusal(() -> s3.getBucketVersioning(of -> of.bucket(BUCKET))))
                .isEqualTo("501 NotImplemented");
        assertThat(refusal(() -> s3.getObjectAcl(of -> of.bucket(BUCKET).key("t"))))
                .isEqualTo("501 NotImplemented");
        assertThat(refusal(() ->
                        s3.putObject(to -> to.bucket(BUCKET).key("t").tagging("a=b"), RequestBody.fromString("x"))))
                .isEqualTo("501 NotImplemented");
    }

    @Test
    void lifecycle_rules_are_kept() {
        assertThat(s3.getBucketLifecycleConfiguration(of -> of.bucket(BUCKET)).rules())
                .extracting(rule -> rule.abortIncompleteMultipartUpload().daysAfterInitiation())
                .containsExactly(7);
        s3.putBucketLifecycleConfiguration(of -> of.bucket(BUCKET)
                .lifecycleConfiguration(rules -> rules.rules(LifecycleRule.builder()
                        .id("old")
                        .status("Enabled")
                        .filter(filter -> filter.prefix("tmp/"))
                        .expiration(after -> after.days(3))
                        .build())));
        assertThat(s3.getBucketLifecycleConfiguration(of -> of.bucket(BUCKET)).rules())
                .extracting(LifecycleRule::id)
                .containsExactly("old");
        assertThat(s3.getBucketLocation(of -> of.bucket(BUCKET)).locationConstraintAsString())
                .isEqualTo("auto");
    }

    @Test
    void limits_are_those_of_r2() {
        assertThat(refusal(() -> put("k".repeat(1_025), "x"))).isEqualTo("400 InvalidObjectName");
        assertThat(refusal(() -> s3.putObject(
                        to -> to.bucket(BUCKET).key("m").metadata(Map.of("n", "v".repeat(8_192))),
                        RequestBody.fromString("x"))))
                .isEqualTo("400 MetadataTooLarge");
        assertThat(refusal(() -> s3.createBucket(of -> of.bucket("has.a.dot")))).isEqualTo("400 InvalidBucketName");
        assertThat(refusal(() -> s3.uploadPart(
                        to -> to.bucket(BUCKET).key("m").uploadId("u").partNumber(10_001),
                        RequestBody.fromString("x"))))
                .startsWith("400");
    }

    @Test
    void a_body_of_unknown_length_is_refused() {
        String put = presignedPut("stream", Duration.ofMinutes(5));
        HttpRequest unknown = request(put)
                .PUT(HttpRequest.BodyPublishers.ofInputStream(() -> new java.io.ByteArrayInputStream(new byte[1_000])))
                .build();
        assertThat(send(unknown).statusCode()).isEqualTo(411);
    }

    @Test
    void a_document_with_a_type_declaration_is_refused() throws Exception {
        String evil =
                "<!DOCTYPE d [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><Delete><Object><Key>&x;</Key></Object></Delete>";
        assertThat(new Signed(r2).post("/" + BUCKET, "delete=", evil))
                .contains("MalformedXML")
                .doesNotContain("root:");
    }
}
