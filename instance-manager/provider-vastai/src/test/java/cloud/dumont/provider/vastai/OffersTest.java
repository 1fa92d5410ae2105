package cloud.dumont.provider.vastai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloud.dumont.kernel.HourlyPrice;
import cloud.dumont.kernel.Region;
import cloud.dumont.provider.Offer;
import cloud.dumont.provider.OfferQuery;
import cloud.dumont.provider.ProviderException.Unreachable;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class OffersTest {
    private static final String ROW = """
            {"id": 41000001, "ask_contract_id": 41000001, "machine_id": 7001, "host_id": 501, "num_gpus": 2,
             "gpu_name": "RTX 4090", "gpu_ram": 24564, "gpu_frac": 0.25, "cpu_cores": 64, "cpu_cores_effective": 16.0,
             "cpu_ram": 257000, "disk_space": 812.4, "storage_cost": 0.2, "dph_base": 0.34, "dph_total": 0.3566667,
             "min_bid": 0.17, "inet_down": 910.2, "inet_up": 720.9, "inet_down_cost": 0.002, "inet_up_cost": 0.003,
             "geolocation": "Quebec, CA", "reliability": 0.9, "reliability2": 0.9971, "external": null}
            """;

    private final ScriptedVendor vendor = new ScriptedVendor();

    @AfterEach
    void close() {
        vendor.close();
    }

    @Test
    void rowIsReadInOurUnits() {
        Offer offer = only(ROW);

        assertThat(offer.vendor()).isEqualTo("vastai");
        assertThat(offer.ref()).isEqualTo("41000001");
        assertThat(offer.hostRef()).isEqualTo("7001");
        assertThat(offer.gpu()).isEqualTo(GpuNames.model("RTX 4090", 24564));
        assertThat(offer.gpu().id()).isEqualTo("rtx_4090");
        assertThat(offer.gpuCount()).isEqualTo(2);
        assertThat(offer.kind()).isEqualTo(Offer.Kind.ON_DEMAND);
        assertThat(offer.region()).isEqualTo(new Region("CA"));
        assertThat(offer.gpuCost()).isEqualTo(HourlyPrice.parse("0.34"));
        assertThat(offer.diskCost()).isEqualTo(HourlyPrice.parse("0.0166667"));
        assertThat(offer.trafficCostPerGb()).isEqualByComparingTo("0.003");
        assertThat(offer.reliability()).isEqualTo(0.9971);
        assertThat(offer.diskGbMax()).isEqualTo(812);
        assertThat(offer.cpus()).isEqualTo(16.0);
        assertThat(offer.memoryMb()).isEqualTo(64_250);
        assertThat(offer.vramMb()).isEqualTo(24_564);
        assertThat(offer.downMbps()).isEqualTo(910.2);
        assertThat(offer.minBid()).isEqualTo(HourlyPrice.parse("0.17"));
        assertThat(offer.isolation()).isEqualTo(Offer.Isolation.CONTAINER);
    }

    @Test
    void numbersAsTextAreNumbers() {
        String quoted = ROW.replaceAll(": (\\d[\\d.]*)", ": \"$1\"");
        assertThat(quoted).contains("\"dph_base\": \"0.34\"");

        assertThat(only(quoted)).isEqualTo(only(ROW));
    }

    @Test
    void whatIsNotClaimedIsNull() {
        Offer offer = only(
                "{\"id\":1,\"num_gpus\":1,\"gpu_name\":\"RTX 4090\",\"gpu_ram\":24564,\"dph_base\":0.3,\"cpu_cores\":null,"
                        + "\"cpu_ram\":1000,\"cpu_cores_effective\":4,\"geolocation\":null,\"min_bid\":null,\"reliability2\":7}");

        assertThat(offer.reliability()).isNull();
        assertThat(offer.memoryMb()).isNull();
        assertThat(offer.downMbps()).isNull();
        assertThat(offer.minBid()).isNull();
        assertThat(offer.region()).isEqualTo(Region.UNKNOWN);
        assertThat(offer.diskCost()).isEqualTo(HourlyPrice.ZERO);
    }

    @Test
    void diskIsNeverPricedBelowItsRate() {
        Offer pricedForLess = only(ROW.replace("0.3566667", "0.3422222"));

        assertThat(pricedForLess.diskCost()).isEqualTo(HourlyPrice.parse("0.016666667"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Quebec, CA      | CA
            ', US'          | US
            de              | DE
            Somewhere, Mars | unknown
            42              | unknown
            """)
    void regionIsTheCountryAtTheEnd(String place, String code) {
        assertThat(only(ROW.replace("Quebec, CA", place)).region().code()).isEqualTo(code);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"id\": null, \"ask_contract_id\": null",
                "\"num_gpus\": 0",
                "\"gpu_name\": \"  \"",
                "\"gpu_name\": \"???\"",
                "\"gpu_ram\": null",
                "\"dph_base\": 0",
                "\"dph_base\": -1",
                "\"dph_base\": 1e300, \"dph_total\": null",
                "\"dph_base\": {}, \"dph_total\": \"cheap\"",
                "\"id\": -4"
            })
    void rowThatCannotBeRentedIsPassedOver(String broken) {
        ObjectNode row = (ObjectNode) JsonMapper.shared().readTree(ROW);
        JsonMapper.shared()
                .readTree("{" + broken + "}")
                .properties()
                .forEach(field -> row.set(field.getKey(), field.getValue()));
        String good = ROW.replace("41000001", "41000002");

        vendor.answers(200, "{\"offers\":[" + row + ",null,7,\"x\",[],{}," + good + "]}");

        assertThat(vendor.provider.offers(new OfferQuery(60)))
                .extracting(Offer::ref)
                .containsExactly("41000002");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            200 | {}
            200 | {"offers":null}
            200 | {"offers":{}}
            200 | []
            200 | offers
            200 | ``
            502 | <html>Bad Gateway</html>
            """)
    void answerWithoutOffersIsNoEmptyMarket(int status, String body) {
        vendor.answers(status, body);

        assertThatThrownBy(() -> vendor.provider.offers(new OfferQuery(60))).isInstanceOf(Unreachable.class);
        assertThat(vendor.asked()).isNotEmpty();
    }

    @Test
    void emptyMarketIsEmpty() {
        vendor.answers(200, "{\"offers\":[]}");

        assertThat(vendor.provider.offers(new OfferQuery(60))).isEmpty();
    }

    @Test
    void searchAsksForOnDemandOffersWithTheDiskPricedIn() {
        vendor.answers(200, "{\"offers\":[]}");
        vendor.provider.offers(new OfferQuery(60));

        ScriptedVendor.Asked asked = vendor.asked().element();
        assertThat(asked.method() + " " + asked.target()).isEqualTo("POST /api/v0/bundles/");
        JsonNode expected = JsonMapper.shared().readTree("""
                        {"limit":2000,"type":"on-demand","allocated_storage":60,
                         "order":[["dph_total","asc"],["score","desc"]],
                         "verified":{"eq":true},"external":{"eq":false},"rentable":{"eq":true},
                         "num_gpus":{"gte":1},"disk_space":{"gte":60},"direct_port_count":{"gte":2}}
                        """);
        assertThat(JsonMapper.shared().readTree(asked.body())).isEqualTo(expected);
    }

    private Offer only(String row) {
        try (ScriptedVendor other = new ScriptedVendor()) {
            other.answers(200, "{\"offers\":[" + row + "]}");
            return Objects.requireNonNull(
                    other.provider.offers(new OfferQuery(60)).getFirst());
        }
    }
}
