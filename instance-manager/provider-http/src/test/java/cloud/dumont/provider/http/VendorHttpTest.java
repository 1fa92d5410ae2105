package cloud.dumont.provider.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloud.dumont.kernel.Secret;
import cloud.dumont.provider.ProviderException;
import cloud.dumont.provider.ProviderException.Refused;
import cloud.dumont.provider.ProviderException.Throttled;
import cloud.dumont.provider.ProviderException.Unreachable;
import cloud.dumont.testkit.HeldClock;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;
import java.util.zip.GZIPOutputStream;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VendorHttpTest {
    private static final String KEY = "key-that-must-not-leak";
    private static final Endpoint READ = new Endpoint("GET /things", Duration.ofSeconds(1));
    private static final Endpoint CREATE = new Endpoint("PUT /things/{id}", Duration.ofSeconds(4));
    private static final VendorRequest GET = VendorRequest.get(READ, "/api/things/", Map.of("after", "a b&c"));

    private final RawVendor vendor = new RawVendor();
    private final HeldClock clock = HeldClock.at("2026-11-23T10:00:00Z");
    private final List<Duration> slept = new ArrayList<>();
    private final List<String> watched = new ArrayList<>();
    private final VendorHttp http = http(Duration.ofSeconds(5));

    @AfterEach
    void close() {
        vendor.close();
    }

    @Test
    void readSendsWhatItIsToldAndReturnsTheAnswer() {
        vendor.answers(200, "", "{\"a\":1}");

        VendorAnswer answer = http.read(GET, judge(GET));

        assertThat(answer.json().path("a").asInt()).isEqualTo(1);
        assertThat(vendor.requests().getFirst())
                .startsWith("GET /api/things/?after=a%20b%26c HTTP/1.1")
                .contains("Authorization: Bearer " + KEY);
        assertThat(watched).containsExactly("test GET /things ok");
    }

    @Test
    void readIsRepeatedWhileNobodyAnswers() {
        vendor.answers("").answers(502, "", "<html/>").answers(200, "", "{}");

        assertThat(http.read(GET, judge(GET)).status()).isEqualTo(200);
        assertThat(watched)
                .containsExactly("test GET /things unreachable", "test GET /things unreachable", "test GET /things ok");
    }

    @Test
    void readGivesUpAfterItsAttempts() {
        vendor.answers(503, "", "");

        assertThatThrownBy(() -> http.read(GET, judge(GET))).isInstanceOf(Unreachable.class);
        assertThat(vendor.requests()).hasSize(3);
    }

    @Test
    void definiteNoIsNotRepeated() {
        vendor.answers(403, "", "{}");

        assertThatThrownBy(() -> http.read(GET, judge(GET))).isInstanceOf(Refused.class);
        assertThat(vendor.requests()).hasSize(1);
    }

    @Test
    void throttledReadWaitsAsLongAsTheVendorSays() {
        vendor.answers(429, "Retry-After: 7\r\n", "slow down").answers(200, "", "{}");

        http.read(GET, judge(GET));

        assertThat(clock.instant()).isAfterOrEqualTo("2026-11-23T10:00:07Z");
    }

    @Test
    void readThatWouldWaitTooLongIsTold() {
        vendor.answers(429, "Retry-After: 600\r\n", "slow down");

        assertThatThrownBy(() -> http.read(GET, judge(GET)))
                .isInstanceOfSatisfying(
                        Throttled.class,
                        throttled -> assertThat(throttled.retryAfter()).contains(Duration.ofMinutes(10)));
        assertThat(slept).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "HTTP/1.1 503 x\r\nRetry-After: 0\r\nContent-Length: 0\r\n\r\n",
                "HTTP/1.1 408 x\r\nContent-Length: 0\r\n\r\n",
                "HTTP/1.1 307 x\r\nLocation: /elsewhere\r\nContent-Length: 0\r\n\r\n",
                "HTTP/1.1 200 x\r\nContent-Length: 100\r\nConnection: close\r\n\r\n{\"cut\":",
                "garbage\r\n\r\n"
            })
    void createIsSentExactlyOnceWhateverComesBack(String answer) {
        vendor.answers(answer);
        VendorRequest create =
                VendorRequest.put(CREATE, "/api/things/1/", LenientJson.mapper().createObjectNode());

        assertThatThrownBy(() -> http.once(create, judge(create))).isInstanceOf(Unreachable.class);

        assertThat(vendor.requests())
                .filteredOn(request -> request.startsWith("PUT"))
                .hasSize(1);
        assertThat(vendor.requests()).noneMatch(request -> request.contains("/elsewhere"));
    }

    @Test
    void createHasAConnectionOfItsOwnAndReadsShareOne() {
        vendor.answers(200, "", "{}");
        http.read(GET, judge(GET));
        http.read(GET, judge(GET));
        assertThat(vendor.connections()).isEqualTo(1);

        VendorRequest create =
                VendorRequest.put(CREATE, "/api/things/1/", LenientJson.mapper().createObjectNode());
        http.once(create, judge(create));
        assertThat(vendor.connections()).isEqualTo(2);
    }

    @Test
    void redirectIsNotFollowedSinceItWouldCarryTheKey() {
        vendor.answers(301, "Location: http://127.0.0.1:1/\r\n", "");

        assertThatThrownBy(() -> http.read(GET, judge(GET)))
                .isInstanceOf(Unreachable.class)
                .hasMessageContaining("301");
    }

    @Test
    void answerThatNeverComesEndsAtTheDeadline() {
        vendor.answers(RawVendor.SILENCE);
        VendorHttp hasty = http(Duration.ofMillis(150));

        assertThatThrownBy(() -> hasty.once(GET, judge(GET)))
                .isInstanceOf(Unreachable.class)
                .hasMessageContaining("no answer in time");
    }

    @Test
    void answerThatIsTooLongIsNone() {
        vendor.answers(200, "", "x".repeat(2_001));

        assertThatThrownBy(() -> http.once(GET, judge(GET))).isInstanceOf(Unreachable.class);
    }

    @Test
    void answerThatUnpacksToTooMuchIsNone() throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write("x".repeat(100_000).getBytes(StandardCharsets.US_ASCII));
        }
        assertThat(packed.size()).isLessThan(2_000);
        vendor.answers("HTTP/1.1 200 x\r\nContent-Encoding: gzip\r\nContent-Length: " + packed.size() + "\r\n\r\n"
                + packed.toString(StandardCharsets.ISO_8859_1));

        assertThatThrownBy(() -> http.once(GET, judge(GET))).isInstanceOf(Unreachable.class);
    }

    @Test
    void nothingThatIsPrintedHoldsTheKeyOrABody() {
        vendor.answers(400, "", "{\"echo\":\"" + KEY + "\"}");
        VendorRequest create = VendorRequest.put(
                CREATE,
                "/api/things/1/",
                LenientJson.mapper().createObjectNode().put("env", KEY));

        assertThatThrownBy(() -> http.once(create, judge(create)))
                .satisfies(failure -> assertThat(failure.toString()).doesNotContain(KEY));
        assertThat(create.toString()).doesNotContain(KEY);
        assertThat(http.read(GET, answer -> Optional.empty()).toString()).isEqualTo("HTTP 400");
    }

    @Test
    void callsAreKeptApartByTheirInterval() {
        vendor.answers(200, "", "{}");
        for (int i = 0; i < 3; i++) {
            http.read(GET, judge(GET));
        }

        assertThat(slept).containsExactly(Duration.ofSeconds(1), Duration.ofSeconds(1));
    }

    private static Function<VendorAnswer, Optional<ProviderException>> judge(VendorRequest request) {
        return answer -> StatusRules.beforeBody(request, answer).or(() -> StatusRules.afterBody(request, answer));
    }

    private VendorHttp http(Duration callTimeout) {
        VendorHttpConfig config = new VendorHttpConfig(
                "test", vendor.url() + "/", callTimeout, callTimeout, 2_000, 3, Duration.ofMillis(500));
        Sleeper sleeper = time -> {
            slept.add(time);
            clock.advance(time);
        };
        return new VendorHttp(
                config,
                new VendorLine(config, new Secret(KEY), new OkHttpClient(), clock),
                new Pacer(clock, sleeper, Duration.ofSeconds(30)),
                sleeper,
                new Random(1),
                (name, endpoint, outcome, took) -> watched.add(name + " " + endpoint + " " + outcome));
    }
}
