package cloud.dumont.sandbox.r2;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.ResponseBytes;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.ChecksumMode;
import software.amazon.awssdk.services.s3.model.DeleteObjectsResponse;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.MetadataDirective;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;

/** Single objects. */
abstract class ObjectContract extends S3Contract {
    @Test
    void what_was_put_comes_back_with_its_headers() {
        s3.putObject(
                to -> to.bucket(bucket())
                        .key("a/b")
                        .contentType("text/markdown")
                        .cacheControl("no-cache")
                        .metadata(Map.of("colour", "green")),
                RequestBody.fromString("hello"));

        ResponseBytes<GetObjectResponse> got =
                s3.getObjectAsBytes(from -> from.bucket(bucket()).key("a/b"));
        HeadObjectResponse head = s3.headObject(of -> of.bucket(bucket()).key("a/b"));

        assertThat(got.asUtf8String()).isEqualTo("hello");
        assertThat(got.response().contentType()).isEqualTo("text/markdown");
        assertThat(got.response().metadata()).containsEntry("colour", "green");
        assertThat(head.contentLength()).isEqualTo(5);
        assertThat(head.eTag()).isEqualTo("\"5d41402abc4b2a76b9719d911017c592\"");
        assertThat(head.cacheControl()).isEqualTo("no-cache");
        assertThat(head.lastModified())
                .isCloseTo(Instant.now(), org.assertj.core.api.Assertions.within(1, ChronoUnit.MINUTES));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 65_535, 65_536, 65_537, 1_000_003, 9_000_000})
    void bodies_of_any_size_arrive_whole(int size) {
        arrivesWhole(s3, size);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 65_535, 65_536, 65_537, 1_000_003, 9_000_000})
    void chunked_bodies_of_any_size_arrive_whole(int size) {
        requires(Rule.CHUNKED_BODIES);
        arrivesWhole(chunked, size);
    }

    private void arrivesWhole(S3Client client, int size) {
        byte[] body = bytes(size, size);
        client.putObject(to -> to.bucket(bucket()).key("size"), RequestBody.fromBytes(body));
        assertThat(client.getObjectAsBytes(from -> from.bucket(bucket()).key("size"))
                        .asByteArray())
                .isEqualTo(body);
    }

    @Test
    void an_overwrite_is_seen_at_once() {
        put("o", "one");
        put("o", "another");
        assertThat(get("o")).isEqualTo("another");
    }

    @Test
    void missing_things_are_named() {
        assertThat(refused(() -> get("nothing"))).isEqualTo(new Refused(404, "NoSuchKey"));
        assertThat(refused(() -> s3.getObjectAsBytes(
                        from -> from.bucket("no-such-bucket").key("k"))))
                .isEqualTo(new Refused(404, "NoSuchBucket"));
        assertThat(refused(() -> s3.putObject(to -> to.bucket("no-such-bucket").key("k"), RequestBody.fromString("x")))
                        .status())
                .isEqualTo(404);
    }

    @Test
    void ranges_are_cut_out_exactly() {
        put("r", "0123456789");

        assertThat(range("bytes=2-4")).isEqualTo("234");
        assertThat(range("bytes=7-")).isEqualTo("789");
        assertThat(range("bytes=-3")).isEqualTo("789");
        assertThat(range("bytes=8-99")).isEqualTo("89");
        assertThat(s3.getObjectAsBytes(from -> from.bucket(bucket()).key("r").range("bytes=2-4"))
                        .response()
                        .contentRange())
                .isEqualTo("bytes 2-4/10");
        assertThat(refused(() -> range("bytes=10-")).status()).isEqualTo(416);
    }

    private String range(String range) {
        return s3.getObjectAsBytes(from -> from.bucket(bucket()).key("r").range(range))
                .asUtf8String();
    }

    @Test
    void reads_can_depend_on_what_is_there() {
        String etag = put("c", "x");

        assertThat(s3.getObjectAsBytes(from -> from.bucket(bucket()).key("c").ifMatch(etag))
                        .asUtf8String())
                .isEqualTo("x");
        assertThat(refused(() -> s3.getObjectAsBytes(
                                from -> from.bucket(bucket()).key("c").ifMatch("\"other\"")))
                        .status())
                .isEqualTo(412);
        assertThat(status(() -> s3.getObjectAsBytes(
                        from -> from.bucket(bucket()).key("c").ifNoneMatch(etag))))
                .isEqualTo(304);
        assertThat(status(() -> s3.getObjectAsBytes(from -> from.bucket(bucket())
                        .key("c")
                        .ifModifiedSince(Instant.now().plusSeconds(2)))))
                .isEqualTo(304);
        assertThat(status(() -> s3.getObjectAsBytes(from -> from.bucket(bucket())
                        .key("c")
                        .ifUnmodifiedSince(Instant.now().minusSeconds(3_600)))))
                .isEqualTo(412);
    }

    private static int status(Runnable call) {
        var thrown = org.assertj.core.api.Assertions.catchThrowableOfType(
                software.amazon.awssdk.services.s3.model.S3Exception.class, call::run);
        return thrown == null ? 200 : thrown.statusCode();
    }

    @Test
    void writes_can_depend_on_what_is_there() {
        s3.putObject(to -> to.bucket(bucket()).key("w").ifNoneMatch("*"), RequestBody.fromString("first"));
        assertThat(refused(() -> s3.putObject(
                        to -> to.bucket(bucket()).key("w").ifNoneMatch("*"), RequestBody.fromString("second"))))
                .isEqualTo(new Refused(412, "PreconditionFailed"));
        String etag = s3.headObject(of -> of.bucket(bucket()).key("w")).eTag();
        assertThat(refused(() -> s3.putObject(
                        to -> to.bucket(bucket()).key("w").ifMatch("\"0123\""), RequestBody.fromString("third"))))
                .isEqualTo(new Refused(412, "PreconditionFailed"));
        s3.putObject(to -> to.bucket(bucket()).key("w").ifMatch(etag), RequestBody.fromString("fourth"));

        assertThat(get("w")).isEqualTo("fourth");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a b",
                "ü/ß",
                "日本/語",
                "plus+plus",
                "100%25",
                "a&b=c?d#e",
                "it's",
                "q;r:s@t",
                "😀",
                "~tilde",
                "e\u0301"
            })
    void keys_may_hold_any_character(String key) {
        put(key, key);
        assertThat(get(key)).isEqualTo(key);
        assertThat(s3.listObjectsV2(of -> of.bucket(bucket()).prefix(key)).contents())
                .extracting(object -> object.key())
                .containsExactly(key);
    }

    @Test
    void a_key_may_go_on_where_another_ends() {
        requires(Rule.FILE_AND_FOLDER);
        put("f", "file");
        put("f/g", "below");
        assertThat(get("f")).isEqualTo("file");
        assertThat(get("f/g")).isEqualTo("below");
    }

    @Test
    void a_key_may_have_1024_bytes() {
        requires(Rule.LONG_KEYS);
        String key = "k".repeat(1_024);
        put(key, "x");
        assertThat(get(key)).isEqualTo("x");
    }

    @Test
    void deleting_is_done_when_nothing_is_left() {
        put("d", "x");
        s3.deleteObject(of -> of.bucket(bucket()).key("d"));
        s3.deleteObject(of -> of.bucket(bucket()).key("d"));
        assertThat(refused(() -> get("d")).code()).isEqualTo("NoSuchKey");
    }

    @Test
    void many_are_deleted_in_one_call() {
        IntStream.range(0, 20).forEach(i -> put("many/" + i, "x"));
        List<ObjectIdentifier> doomed = IntStream.range(0, 15)
                .mapToObj(i -> ObjectIdentifier.builder().key("many/" + i).build())
                .toList();

        DeleteObjectsResponse answer =
                s3.deleteObjects(of -> of.bucket(bucket()).delete(what -> what.objects(doomed)));

        assertThat(answer.deleted()).hasSize(15);
        assertThat(answer.errors()).isEmpty();
        assertThat(s3.listObjectsV2(of -> of.bucket(bucket()).prefix("many/")).contents())
                .hasSize(5);
    }

    @Test
    void a_copy_is_an_object_of_its_own() {
        s3.putObject(
                to -> to.bucket(bucket()).key("src ü").metadata(Map.of("n", "1")), RequestBody.fromString("copied"));

        s3.copyObject(of -> of.sourceBucket(bucket())
                .sourceKey("src ü")
                .destinationBucket(bucket())
                .destinationKey("dst"));
        s3.copyObject(of -> of.sourceBucket(bucket())
                .sourceKey("src ü")
                .destinationBucket(bucket())
                .destinationKey("dst2")
                .metadataDirective(MetadataDirective.REPLACE)
                .metadata(Map.of("n", "2")));
        put("src ü", "changed");

        assertThat(get("dst")).isEqualTo("copied");
        assertThat(s3.headObject(of -> of.bucket(bucket()).key("dst")).metadata())
                .containsEntry("n", "1");
        assertThat(s3.headObject(of -> of.bucket(bucket()).key("dst2")).metadata())
                .containsEntry("n", "2");
        assertThat(refused(() -> s3.copyObject(of -> of.sourceBucket(bucket())
                                .sourceKey("missing")
                                .destinationBucket(bucket())
                                .destinationKey("dst")))
                        .status())
                .isEqualTo(404);
    }

    @Test
    void a_copy_can_depend_on_its_source() {
        put("source", "x");
        assertThat(refused(() -> s3.copyObject(of -> of.sourceBucket(bucket())
                                .sourceKey("source")
                                .destinationBucket(bucket())
                                .destinationKey("target")
                                .copySourceIfMatch("\"other\"")))
                        .status())
                .isEqualTo(412);
    }

    @Test
    void a_wrong_md5_is_refused_and_nothing_is_stored() {
        assertThat(refused(() -> s3.putObject(
                        to -> to.bucket(bucket()).key("m").contentMD5("1B2M2Y8AsgTpgAmY7PhCfg=="),
                        RequestBody.fromString("not empty"))))
                .isEqualTo(new Refused(400, "BadDigest"));
        assertThat(refused(() -> get("m")).code()).isEqualTo("NoSuchKey");
    }

    @Test
    void a_wrong_checksum_is_refused_and_nothing_is_stored() {
        assertThat(refused(() -> s3.putObject(
                        to -> to.bucket(bucket()).key("crc").checksumCRC32C("AAAAAA=="),
                        RequestBody.fromString("not empty"))))
                .isEqualTo(new Refused(400, "BadDigest"));
        assertThat(refused(() -> get("crc")).code()).isEqualTo("NoSuchKey");
    }

    @Test
    void checksums_are_kept_and_given_back() {
        checksumsAreKeptBy(s3);
    }

    @Test
    void checksums_behind_a_body_are_kept_and_given_back() {
        requires(Rule.CHECKSUMS_OF_CHUNKED_BODIES);
        checksumsAreKeptBy(chunked);
    }

    private void checksumsAreKeptBy(S3Client client) {
        PutObjectResponse put = client.putObject(
                to -> to.bucket(bucket()).key("sum").checksumAlgorithm(ChecksumAlgorithm.CRC32_C),
                RequestBody.fromString("123456789"));
        assertThat(put.checksumCRC32C()).isEqualTo("4waSgw==");
        assertThat(client.headObject(of -> of.bucket(bucket()).key("sum").checksumMode(ChecksumMode.ENABLED))
                        .checksumCRC32C())
                .isEqualTo("4waSgw==");
        for (ChecksumAlgorithm algorithm :
                List.of(ChecksumAlgorithm.CRC32, ChecksumAlgorithm.SHA1, ChecksumAlgorithm.SHA256)) {
            client.putObject(
                    to -> to.bucket(bucket()).key("sum").checksumAlgorithm(algorithm),
                    RequestBody.fromString("123456789"));
        }
        assertThat(client.headObject(of -> of.bucket(bucket()).key("sum").checksumMode(ChecksumMode.ENABLED))
                        .checksumSHA256())
                .isEqualTo("FeKw08M4keuw8e9gnsQZQgwg4yDOlMZfvIwzEkSOsiU=");
    }
}
