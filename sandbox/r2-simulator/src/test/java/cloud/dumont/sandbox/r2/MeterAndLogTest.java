package cloud.dumont.sandbox.r2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cloud.dumont.sandbox.r2.meter.R2Reading;
import cloud.dumont.sandbox.r2.wire.R2RequestEntry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.core.sync.RequestBody;

/** What the store would charge, and what it writes down. */
class MeterAndLogTest extends Fixture {
    private Path log() {
        return folder.resolve("requests.jsonl");
    }

    @Override
    R2Config config() {
        return super.config().withRequestLog(log());
    }

    private R2Reading.Resource bill() {
        return r2.meter().resources().stream()
                .filter(resource -> resource.ref().equals(BUCKET))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void operations_are_counted_by_class_and_refusals_of_strangers_are_free() {
        IntStream.range(0, 10).forEach(i -> put("k" + i, "x"));
        IntStream.range(0, 5).forEach(i -> get("k" + i));
        s3.listObjectsV2(of -> of.bucket(BUCKET));
        s3.deleteObject(of -> of.bucket(BUCKET).key("k0"));
        assertThat(refusal(() ->
                        s3.putObject(to -> to.bucket(BUCKET).key("k1").ifNoneMatch("*"), RequestBody.fromString("x"))))
                .startsWith("412");
        try (var stranger = Clients.plain(r2.url(), AwsBasicCredentials.create("nobody", "x"))) {
            assertThat(refusal(() -> get(stranger, "k1"))).isEqualTo("401 Unauthorized");
        }

        assertThat(bill().classA()).isEqualTo(12);
        assertThat(bill().classB()).isEqualTo(5);
        assertThat(bill().bytes()).isEqualTo(9);
        assertThat(bill().operationsUsd()).isEqualByComparingTo("0.0000558");
        assertThat(bill().egressUsd()).isZero();
    }

    @Test
    void storage_is_the_sum_of_the_peaks_of_days() throws IOException {
        s3.putObject(to -> to.bucket(BUCKET).key("big"), RequestBody.fromBytes(new byte[3_000_000]));
        s3.deleteObject(of -> of.bucket(BUCKET).key("big"));
        s3.putObject(to -> to.bucket(BUCKET).key("small"), RequestBody.fromBytes(new byte[1_000_000]));
        restart(config -> config);
        ahead = Duration.ofDays(2);
        // 3 MB on the first day, 1 MB on each of the two that followed, at 0.015 USD per GB and 30 days
        assertThat(bill().storageUsd()).isEqualByComparingTo("0.0000025");
    }

    @Test
    void every_request_is_one_line_without_secrets() throws IOException {
        put("a b", "hello");
        String address = presignedGet("a b", Duration.ofMinutes(1));
        assertThat(send(request(address).build()).body()).isEqualTo("hello");
        assertThat(refusal(() -> get("missing"))).startsWith("404");

        await().until(() -> r2.requests(Instant.EPOCH).size() == 3);
        List<R2RequestEntry> entries = r2.requests(Instant.EPOCH);
        assertThat(entries).extracting(R2RequestEntry::action).containsExactly("PutObject", "GetObject", "GetObject");
        assertThat(entries).extracting(R2RequestEntry::status).containsExactly(200, 200, 404);
        assertThat(entries.get(0).bytesIn()).isEqualTo(5);
        assertThat(entries.get(1).bytesOut()).isEqualTo(5);
        assertThat(entries.get(2).code()).isEqualTo("NoSuchKey");
        String text = Files.readString(log());
        String signature = address.replaceAll(".*X-Amz-Signature=([0-9a-f]+).*", "$1");
        assertThat(text.lines()).hasSize(3);
        assertThat(text).contains("X-Amz-Signature=***").doesNotContain(signature);
        assertThat(text).doesNotContain(r2.config().keys().getFirst().secret());
    }
}
