package cloud.dumont.sandbox.r2;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.MultipartUpload;
import software.amazon.awssdk.services.s3.model.Part;
import software.amazon.awssdk.services.s3.model.UploadPartResponse;

/** Objects that come in parts. */
abstract class MultipartContract extends S3Contract {
    private static final int MIB = 1 << 20;

    private String begin(String key) {
        return s3.createMultipartUpload(of -> of.bucket(bucket()).key(key)).uploadId();
    }

    private CompletedPart part(String key, String id, int number, byte[] body) {
        UploadPartResponse sent = s3.uploadPart(
                to -> to.bucket(bucket()).key(key).uploadId(id).partNumber(number), RequestBody.fromBytes(body));
        return CompletedPart.builder().partNumber(number).eTag(sent.eTag()).build();
    }

    private String complete(String key, String id, List<CompletedPart> parts) {
        return s3.completeMultipartUpload(
                        of -> of.bucket(bucket()).key(key).uploadId(id).multipartUpload(made -> made.parts(parts)))
                .eTag();
    }

    @Test
    void parts_become_one_object() {
        String id = begin("big");
        byte[] first = bytes(5 * MIB, 1);
        byte[] second = bytes(3 * MIB, 2);
        // out of order, and one sent twice
        CompletedPart two = part("big", id, 2, second);
        part("big", id, 1, bytes(5 * MIB, 9));
        CompletedPart one = part("big", id, 1, first);

        assertThat(s3.listParts(of -> of.bucket(bucket()).key("big").uploadId(id))
                        .parts())
                .extracting(Part::partNumber)
                .containsExactly(1, 2);
        assertThat(s3.listMultipartUploads(of -> of.bucket(bucket())).uploads())
                .extracting(MultipartUpload::uploadId)
                .contains(id);
        String etag = complete("big", id, List.of(one, two));

        assertThat(etag).matches("\"[0-9a-f]{32}-2\"");
        byte[] whole =
                s3.getObjectAsBytes(from -> from.bucket(bucket()).key("big")).asByteArray();
        assertThat(whole).hasSize(8 * MIB).startsWith(first).endsWith(second);
        assertThat(s3.getObjectAsBytes(from ->
                                from.bucket(bucket()).key("big").range("bytes=" + (5 * MIB - 2) + "-" + (5 * MIB + 1)))
                        .asByteArray())
                .containsExactly(first[5 * MIB - 2], first[5 * MIB - 1], second[0], second[1]);
        assertThat(s3.listMultipartUploads(of -> of.bucket(bucket())).uploads()).isEmpty();
    }

    @Test
    void a_part_that_is_not_the_last_must_not_be_small() {
        String id = begin("small");
        List<CompletedPart> parts = List.of(part("small", id, 1, bytes(MIB, 1)), part("small", id, 2, bytes(MIB, 2)));
        assertThat(refused(() -> complete("small", id, parts))).isEqualTo(new Refused(400, "EntityTooSmall"));
    }

    @Test
    void a_part_must_be_the_one_that_was_sent() {
        String id = begin("wrong");
        part("wrong", id, 1, bytes(MIB, 1));
        CompletedPart other = CompletedPart.builder()
                .partNumber(1)
                .eTag("\"00000000000000000000000000000000\"")
                .build();
        assertThat(refused(() -> complete("wrong", id, List.of(other)))).isEqualTo(new Refused(400, "InvalidPart"));
    }

    @Test
    void parts_are_named_in_order() {
        requires(Rule.PART_ORDER);
        String id = begin("order");
        CompletedPart one = part("order", id, 1, bytes(5 * MIB, 1));
        CompletedPart two = part("order", id, 2, bytes(5 * MIB, 2));
        assertThat(refused(() -> complete("order", id, List.of(two, one))))
                .isEqualTo(new Refused(400, "InvalidPartOrder"));
    }

    @Test
    void an_aborted_upload_is_gone() {
        String id = begin("gone");
        CompletedPart one = part("gone", id, 1, bytes(MIB, 1));
        s3.abortMultipartUpload(of -> of.bucket(bucket()).key("gone").uploadId(id));

        assertThat(refused(() -> complete("gone", id, List.of(one))).code()).isEqualTo("NoSuchUpload");
        assertThat(refused(() -> get("gone")).code()).isEqualTo("NoSuchKey");
    }

    @Test
    void an_aborted_upload_takes_no_part() {
        requires(Rule.ABORTED_UPLOAD_TAKES_NO_PART);
        String id = begin("late");
        s3.abortMultipartUpload(of -> of.bucket(bucket()).key("late").uploadId(id));
        assertThat(refused(() -> part("late", id, 1, bytes(MIB, 1)))).isEqualTo(new Refused(404, "NoSuchUpload"));
    }

    @Test
    void a_range_of_an_object_can_be_a_part() {
        byte[] source = bytes(6 * MIB, 3);
        s3.putObject(to -> to.bucket(bucket()).key("source"), RequestBody.fromBytes(source));
        String id = begin("made");
        List<CompletedPart> parts = new ArrayList<>();
        for (int number = 1; number <= 2; number++) {
            int n = number;
            String range = n == 1 ? "bytes=0-" + (5 * MIB - 1) : "bytes=" + 5 * MIB + "-" + (6 * MIB - 1);
            String etag = s3.uploadPartCopy(of -> of.sourceBucket(bucket())
                            .sourceKey("source")
                            .copySourceRange(range)
                            .destinationBucket(bucket())
                            .destinationKey("made")
                            .uploadId(id)
                            .partNumber(n))
                    .copyPartResult()
                    .eTag();
            parts.add(CompletedPart.builder().partNumber(n).eTag(etag).build());
        }
        complete("made", id, parts);
        assertThat(s3.getObjectAsBytes(from -> from.bucket(bucket()).key("made"))
                        .asByteArray())
                .isEqualTo(source);
    }

    @Test
    void a_completion_can_depend_on_what_is_there_and_a_failed_one_ends_the_upload() {
        requires(Rule.CONDITIONAL_COMPLETE);
        put("taken", "x");
        String id = begin("taken");
        CompletedPart one = part("taken", id, 1, bytes(MIB, 1));

        assertThat(refused(() -> s3.completeMultipartUpload(of -> of.bucket(bucket())
                        .key("taken")
                        .uploadId(id)
                        .ifNoneMatch("*")
                        .multipartUpload(made -> made.parts(one)))))
                .isEqualTo(new Refused(412, "PreconditionFailed"));
        assertThat(refused(() -> complete("taken", id, List.of(one)))).isEqualTo(new Refused(404, "NoSuchUpload"));
        assertThat(get("taken")).isEqualTo("x");
    }

    @Test
    void checksums_of_parts_make_one_of_the_object() {
        String id = s3.createMultipartUpload(
                        of -> of.bucket(bucket()).key("sums").checksumAlgorithm(ChecksumAlgorithm.CRC32_C))
                .uploadId();
        List<CompletedPart> parts = new ArrayList<>();
        for (int number = 1; number <= 2; number++) {
            int n = number;
            UploadPartResponse sent = s3.uploadPart(
                    to -> to.bucket(bucket())
                            .key("sums")
                            .uploadId(id)
                            .partNumber(n)
                            .checksumAlgorithm(ChecksumAlgorithm.CRC32_C),
                    RequestBody.fromBytes(bytes(5 * MIB, n)));
            parts.add(CompletedPart.builder()
                    .partNumber(n)
                    .eTag(sent.eTag())
                    .checksumCRC32C(sent.checksumCRC32C())
                    .build());
        }
        assertThat(s3.completeMultipartUpload(of ->
                                of.bucket(bucket()).key("sums").uploadId(id).multipartUpload(made -> made.parts(parts)))
                        .checksumCRC32C())
                .matches("[A-Za-z0-9+/]{6}==-2");
    }
}
