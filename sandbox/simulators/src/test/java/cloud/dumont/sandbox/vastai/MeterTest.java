package cloud.dumont.sandbox.vastai;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.dumont.sandbox.meter.MeterReading;
import cloud.dumont.sandbox.meter.MeteredResource;
import cloud.dumont.sandbox.wire.Json;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The plain offer costs 0.36 an hour, 72 GB of its disk 0.02 an hour. */
class MeterTest extends VastFixture {
    @Test
    void gpuCostsOnlyWhileRunningAndDiskAlways() throws IOException {
        Instant born = clock.instant();
        long id = running("");
        Duration loading = Duration.between(born, clock.instant());
        BigDecimal gpuSoFar = only().gpuUsd();

        pass(Duration.ofHours(10));

        assertThat(only().gpuUsd()).isEqualByComparingTo(gpuSoFar.add(new BigDecimal("3.6")));
        assertThat(only().diskUsd()).isEqualByComparingTo(usd("0.02", loading.plusHours(10)));

        caller.put("/api/v0/instances/" + id + "/", "{\"state\":\"stopped\"}");
        passSlowly(Duration.ofSeconds(10));
        BigDecimal atStop = only().gpuUsd();
        pass(Duration.ofHours(5));
        assertThat(only().gpuUsd()).isEqualByComparingTo(atStop);
        assertThat(only().diskUsd())
                .isEqualByComparingTo(usd("0.02", loading.plusHours(15).plusSeconds(10)));
    }

    @Test
    void destroyedResourceStaysOnTheBillAndCostsNoMore() throws IOException {
        long id = running("");
        pass(Duration.ofMinutes(30));
        caller.delete("/api/v0/instances/" + id + "/");
        MeterReading atEnd = vast.meter();

        pass(Duration.ofHours(1));

        assertThat(vast.meter()).isEqualTo(atEnd);
        assertThat(only().to()).isNotNull();
        assertThat(only().usd()).isEqualByComparingTo(only().gpuUsd().add(only().diskUsd()));
        assertThat(atEnd.totalUsd()).isEqualByComparingTo(only().usd());
    }

    @Test
    void offlineHostCostsNothing() throws IOException {
        long id = running("");
        vast.offline(Long.toString(id));
        MeterReading before = vast.meter();

        pass(Duration.ofHours(3));

        assertThat(vast.meter().totalUsd()).isEqualByComparingTo(before.totalUsd());
    }

    @Test
    void vanishedBoxIsBilledUntilTheVendorNotices() throws IOException {
        long id = running("");
        BigDecimal before = only().gpuUsd();
        vast.vanish(Long.toString(id), 60);
        passSlowly(Duration.ofSeconds(120));

        assertThat(only().gpuUsd().subtract(before)).isEqualByComparingTo("0.006");
    }

    @Test
    void spotPaysItsBid() throws IOException {
        running(",\"price\":0.2");
        BigDecimal before = only().gpuUsd();
        pass(Duration.ofHours(1));

        assertThat(only().gpuUsd().subtract(before)).isEqualByComparingTo("0.2");
    }

    @Test
    void creditFallsByWhatIsMetered() throws IOException {
        running("");
        pass(Duration.ofHours(100));
        BigDecimal left =
                caller.get("/api/v0/users/current/").json().path("credit").decimalValue();

        assertThat(left)
                .isEqualByComparingTo(
                        new BigDecimal("1000").subtract(vast.meter().totalUsd()).setScale(2, RoundingMode.FLOOR));
    }

    @Test
    void chargesShowTheSameAmounts() throws IOException {
        long id = running("");
        pass(Duration.ofHours(10));
        String days = Caller.encoded("{\"day\":{\"gte\":0,\"lte\":9999999999}}");

        JsonNode row = caller.get("/api/v0/charges/?select_filters=" + days)
                .json()
                .path("results")
                .path(0);

        assertThat(row.path("source").asString()).isEqualTo("instance-" + id);
        assertThat(row.path("amount").decimalValue())
                .isEqualByComparingTo(only().usd().setScale(3, RoundingMode.HALF_UP));
        assertThat(caller.get("/api/v0/charges/").status()).isEqualTo(400);
    }

    @Test
    void isWrittenWithAmountsAsStrings() throws IOException {
        running("");
        JsonNode json = Json.tree(vast.meter());

        assertThat(json.path("total_usd").isString()).isTrue();
        JsonNode row = json.path("resources").path(0);
        assertThat(row.propertyNames())
                .containsExactlyInAnyOrder("ref", "label", "usd", "gpu_usd", "disk_usd", "traffic_usd", "from", "to");
        assertThat(row.path("to").isNull()).isTrue();
        assertThat(row.path("traffic_usd").asString()).isEqualTo("0.000000");
    }

    private MeteredResource only() {
        assertThat(vast.meter().resources()).hasSize(1);
        return vast.meter().resources().getFirst();
    }

    private static BigDecimal usd(String perHour, Duration time) {
        return new BigDecimal(perHour)
                .multiply(BigDecimal.valueOf(time.toMillis()))
                .divide(BigDecimal.valueOf(3_600_000), 6, RoundingMode.HALF_UP);
    }
}
