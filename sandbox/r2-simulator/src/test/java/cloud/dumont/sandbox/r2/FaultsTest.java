package cloud.dumont.sandbox.r2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;

/** The store misbehaves on demand, and only where it was told to. */
class FaultsTest extends Fixture {
    private void arm(String kind, int count, Map<String, String> match) {
        r2.faults().inject(kind, count, match, 0);
    }

    @Test
    void errors_strike_as_often_as_ordered_and_do_nothing_else() {
        arm("error_500", 1, Map.of());
        assertThat(refusal(() -> put("k", "x"))).isEqualTo("500 InternalError");
        arm("error_503", 2, Map.of());
        assertThat(refusal(() -> put("k", "x"))).isEqualTo("503 ServiceUnavailable");
        assertThat(refusal(() -> put("k", "x"))).isEqualTo("503 ServiceUnavailable");
        arm("throttle_429", 1, Map.of());
        assertThat(refusal(() -> put("k", "x"))).isEqualTo("429 TooManyRequests");
        arm("deny", 1, Map.of());
        assertThat(refusal(() -> put("k", "x"))).isEqualTo("403 AccessDenied");
        assertThat(r2.objects(BUCKET, "")).isEmpty();
        put("k", "x");
        assertThat(r2.faults().list()).isEmpty();
    }

    @Test
    void a_match_selects_by_bucket_key_method_and_action_and_lets_some_pass() {
        arm("error_500", 0, Map.of("bucket", "another"));
        arm("error_500", 0, Map.of("key", "a/"));
        arm("error_500", 0, Map.of("key", "b/", "method", "GET"));
        arm("error_500", 1, Map.of("action", "PutObject", "key", "c/", "skip", "2"));

        assertThat(refusal(() -> put("a/1", "x"))).startsWith("500");
        put("b/1", "x");
        assertThat(refusal(() -> get("b/1"))).startsWith("500");
        put("c/1", "x");
        put("c/2", "x");
        assertThat(refusal(() -> put("c/3", "x"))).startsWith("500");
        put("c/4", "x");
        r2.faults().clear();
        assertThat(get("b/1")).isEqualTo("x");
    }

    @Test
    void a_fault_ends_after_its_time() {
        r2.faults().inject("error_500", 0, Map.of(), 60);
        assertThat(refusal(() -> put("k", "x"))).startsWith("500");
        ahead = Duration.ofSeconds(61);
        put("k", "x");
    }

    @Test
    void a_lost_answer_is_a_deed_done() {
        arm("lost_answer", 1, Map.of());
        assertThatThrownBy(() -> put("k", "done")).isInstanceOf(SdkClientException.class);
        assertThat(get("k")).isEqualTo("done");
    }

    @Test
    void a_request_cut_off_leaves_nothing() {
        byte[] body = new byte[4 << 20];
        arm("cut", 1, Map.of());
        assertThatThrownBy(() -> s3.putObject(to -> to.bucket(BUCKET).key("cut"), RequestBody.fromBytes(body)))
                .isInstanceOf(SdkClientException.class);
        assertThat(refusal(() -> get("cut"))).startsWith("404");
    }

    @Test
    void an_answer_cut_off_ends_too_early() {
        byte[] body = new byte[4 << 20];
        s3.putObject(to -> to.bucket(BUCKET).key("cut"), RequestBody.fromBytes(body));
        arm("cut", 1, Map.of("after_bytes", "1000000"));
        assertThatThrownBy(() -> s3.getObjectAsBytes(from -> from.bucket(BUCKET).key("cut")))
                .isInstanceOf(SdkClientException.class);
        // The line of the log comes a moment after the client knows that it was cut off.
        await().untilAsserted(() -> assertThat(
                        r2.requests(java.time.Instant.EPOCH).getLast().bytesOut())
                .isBetween(900_000L, 1_000_000L));
        assertThat(s3.getObjectAsBytes(from -> from.bucket(BUCKET).key("cut")).asByteArray())
                .isEqualTo(body);
    }

    @Test
    void slow_means_late_or_trickling() {
        put("k", "x".repeat(2_000));
        arm("slow", 1, Map.of("latency_ms", "300"));
        assertThat(seconds(() -> get("k"))).isGreaterThan(0.3);
        arm("slow", 1, Map.of("bytes_per_s", "4000"));
        assertThat(seconds(() -> get("k"))).isGreaterThan(0.45);
        r2.faults().setLatency(Duration.ofMillis(200));
        assertThat(seconds(() -> get("k"))).isGreaterThan(0.2);
    }

    private static double seconds(Runnable call) {
        long began = System.nanoTime();
        call.run();
        return (System.nanoTime() - began) / 1e9;
    }

    @Test
    void a_store_whose_clock_is_off_refuses_what_is_signed_now() {
        put("k", "x");
        arm("clock_skew", 1, Map.of("offset_s", "3600"));
        assertThat(refusal(() -> get("k"))).isEqualTo("403 RequestTimeTooSkewed");
        assertThat(get("k")).isEqualTo("x");
    }

    @Test
    void one_bit_is_turned_over_and_nothing_says_so() {
        byte[] body = new byte[10_000];
        s3.putObject(to -> to.bucket(BUCKET).key("p/1"), RequestBody.fromBytes(body));
        HeadObjectResponse before = s3.headObject(of -> of.bucket(BUCKET).key("p/1"));
        arm("bit_flip", 1, Map.of("bucket", BUCKET, "key", "p/", "offset", "5000", "bit", "3"));

        byte[] after =
                s3.getObjectAsBytes(from -> from.bucket(BUCKET).key("p/1")).asByteArray();
        assertThat(after[5_000]).isEqualTo((byte) 8);
        after[5_000] = 0;
        assertThat(after).isEqualTo(body);
        HeadObjectResponse now = s3.headObject(of -> of.bucket(BUCKET).key("p/1"));
        assertThat(now.eTag()).isEqualTo(before.eTag());
        assertThat(now.contentLength()).isEqualTo(before.contentLength());
        assertThat(now.lastModified()).isEqualTo(before.lastModified());
    }

    @Test
    void objects_vanish_shrink_and_change_places() throws Exception {
        Arrays.asList("a", "b", "c", "d").forEach(key -> put(key, key.repeat(100)));
        arm("delete_object", 1, Map.of("bucket", BUCKET, "key", "a"));
        arm("truncate", 1, Map.of("bucket", BUCKET, "key", "b", "size", "7"));
        arm("swap_objects", 1, Map.of("bucket", BUCKET, "key", "c", "with", "d"));
        for (int round = 0; round < 2; round++) {
            assertThat(refusal(() -> get("a"))).isEqualTo("404 NoSuchKey");
            assertThat(get("b")).isEqualTo("bbbbbbb");
            assertThat(get("c")).isEqualTo("d".repeat(100));
            assertThat(get("d")).isEqualTo("c".repeat(100));
            restart(config -> config);
        }
    }

    @Test
    void nonsense_is_refused_when_it_is_ordered() {
        assertThatThrownBy(() -> arm("earthquake", 1, Map.of())).hasMessageContaining("lost_answer");
        assertThatThrownBy(() -> arm("slow", 1, Map.of("latency_ms", "long"))).hasMessageContaining("whole number");
        assertThatThrownBy(() -> arm("bit_flip", 1, Map.of("bucket", BUCKET, "key", "none")))
                .isInstanceOf(NoSuchElementException.class);
        assertThat(r2.faults().kinds()).hasSize(12);
    }
}
