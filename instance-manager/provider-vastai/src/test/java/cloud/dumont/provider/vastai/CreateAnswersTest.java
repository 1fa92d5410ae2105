package cloud.dumont.provider.vastai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import cloud.dumont.kernel.Secret;
import cloud.dumont.provider.LaunchOrder;
import cloud.dumont.provider.ProviderException;
import cloud.dumont.provider.ProviderException.HalfLaunched;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What every answer to a create means. */
class CreateAnswersTest {
    private static final String TOKEN = "dcb_secret-of-the-box";

    private final ScriptedVendor vendor = new ScriptedVendor();

    @AfterEach
    void close() {
        vendor.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            404 | no_capacity         | {"success":false,"error":"invalid_args","msg":"error 404/3603: no_such_ask Instance type by id 7 is not available.","ask_id":7}
            410 | no_capacity         | {"success":false,"error":"no_such_ask","msg":"error 410/3907: gone"}
            400 | no_capacity         | {"success":false,"message":"The machine is no longer available"}
            200 | no_capacity         | {"success":false,"error":"no_such_ask"}
            404 | no_capacity         | no_such_ask
            400 | no_capacity         | {"error":"resources_unavailable"}
            400 | vendor_no_funds     | {"success":false,"msg":"Your account lacks credit; see the billing page."}
            400 | vendor_no_funds     | {"success":false,"error":"insufficient_credit","msg":null}
            402 | vendor_no_funds     | {}
            401 | vendor_unauthorized | {"success":false,"error":"auth_error","msg":"Invalid user key"}
            401 | vendor_unauthorized | not available
            404 | vendor_unauthorized | {"success":false,"msg":"Session expired, log in again"}
            403 | vendor_unauthorized | Forbidden
            403 | vendor_refused      | {"success":false,"error":"invalid_args","msg":"machine 3 is not your own machine"}
            400 | vendor_refused      | {"success":false,"error":"invalid_args","msg":"disk"}
            400 | vendor_refused      | {"success":false,"error":"no_ssh_key_for_vm"}
            404 | vendor_refused      | <html>404 Not Found</html>
            410 | vendor_refused      | {"success":false,"error":"deprecated_endpoint"}
            422 | vendor_refused      | []
            200 | vendor_refused      | {"success":false}
            429 | throttled           | API requests too frequent
            429 | throttled           | {"success":false,"error":"x","msg":"no_such_ask not available"}
            500 | unreachable         | {"success":false,"error":"no_such_ask"}
            502 | unreachable         | <html><h1>502 Bad Gateway</h1>the page is not available</html>
            503 | unreachable         | ``
            408 | unreachable         | ``
            302 | unreachable         | ``
            200 | unreachable         | ``
            200 | unreachable         | null
            200 | unreachable         | []
            200 | unreachable         | "30000001"
            200 | unreachable         | {"success":true}
            200 | unreachable         | {"success":true,"new_contract":null}
            200 | unreachable         | {"success":true,"new_contract":"soon"}
            200 | unreachable         | {"success":true,"new_contract":-1}
            200 | unreachable         | {"success":true,"new_contract":300000
            483 | vendor_refused      | {"error":"bad json"}
            """)
    void answerIsOneKindOfFailure(int status, String code, String body) {
        vendor.answers(status, body);

        assertThat(failure().code()).isEqualTo(code);
        assertThat(vendor.asked()).as("a create is sent once").hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            400 | {"success":false,"error":"invalid_price","new_contract":30000009}
            200 | {"success":false,"msg":"not available","new_contract":"30000009"}
            500 | {"error":"oops","new_contract":30000009.0}
            429 | {"msg":"too frequent","new_contract":30000009}
            404 | {"msg":"no_such_ask","new_contract":30000009}
            """)
    void refusalThatNamesAContractLeftSomethingBehind(int status, String body) {
        vendor.answers(status, body);

        assertThat(failure())
                .isInstanceOfSatisfying(
                        HalfLaunched.class, half -> assertThat(half.vendorRef()).isEqualTo("30000009"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"success":true,"new_contract":30000001,"instance_api_key":"secret"}
            {"new_contract":"30000001"}
            {"success":"true","new_contract":30000001,"brand":{"new":["field"]}}
            """)
    void contractIsTheRefOfTheBox(String body) {
        vendor.answers(200, "text/html", body);

        assertThat(vendor.provider.launch(order(Map.of())).vendorRef()).isEqualTo("30000001");
    }

    @Test
    void orderIsSentInTheVendorsWords() {
        vendor.answers(200, "{\"success\":true,\"new_contract\":1}");
        vendor.provider.launch(order(Map.of("DUMONT_TOKEN", TOKEN)));

        ScriptedVendor.Asked asked = vendor.asked().element();
        assertThat(asked.method()).isEqualTo("PUT");
        assertThat(asked.target()).isEqualTo("/api/v0/asks/41000001/");
        assertThat(asked.authorization()).isEqualTo("Bearer " + ScriptedVendor.KEY);
        JsonNode expected = JsonMapper.shared().readTree("""
                        {"client_id":"me","image":"nvidia/cuda","disk":60,"label":"dc-test-1","runtype":"ssh_direct",
                         "cancel_unavail":true,"onstart":"echo up",
                         "env":{"DUMONT_TOKEN":"dcb_secret-of-the-box","-p 22:22":"1","-p 7070:7070":"1"}}
                        """);
        assertThat(JsonMapper.shared().readTree(asked.body())).isEqualTo(expected);
    }

    @Test
    void orderThatTheVendorWouldMisreadIsNotSent() {
        vendor.answers(200, "{\"success\":true,\"new_contract\":1}");

        assertThat(failure(order(Map.of("-p 80:80", "1"))).code()).isEqualTo("vendor_refused");
        assertThat(failure(order(Map.of("A", "x".repeat(33_000)))).code()).isEqualTo("vendor_refused");
        assertThat(failure(order("41000001", "x".repeat(4_049), List.of(22))).code())
                .isEqualTo("vendor_refused");
        assertThat(failure(order("41000001", "", List.of(70_000))).code()).isEqualTo("vendor_refused");
        assertThat(failure(order("../users/current", "", List.of(22))).code()).isEqualTo("no_capacity");
        assertThat(vendor.asked()).isEmpty();
    }

    @Test
    void noMessageHoldsAKeyOrATokenOrTheBody() {
        vendor.answers(400, "{\"success\":false,\"msg\":\"bad env " + TOKEN + " for " + ScriptedVendor.KEY + "\"}");

        ProviderException failure = failure();
        assertThat(failure.toString()).doesNotContain(TOKEN).doesNotContain(ScriptedVendor.KEY);
        assertThat(new VastAiConfig("http://127.0.0.1", new Secret(ScriptedVendor.KEY)).toString())
                .doesNotContain(ScriptedVendor.KEY);
    }

    private ProviderException failure() {
        return failure(order(Map.of("DUMONT_TOKEN", TOKEN)));
    }

    private ProviderException failure(LaunchOrder order) {
        return Objects.requireNonNull(
                catchThrowableOfType(ProviderException.class, () -> vendor.provider.launch(order)));
    }

    private static LaunchOrder order(Map<String, String> environment) {
        return new LaunchOrder("41000001", "dc-test-1", "nvidia/cuda", 60, environment, "echo up", List.of(22, 7070));
    }

    private static LaunchOrder order(String offer, String script, List<Integer> ports) {
        return new LaunchOrder(offer, "dc-test-1", "nvidia/cuda", 60, Map.of(), script, ports);
    }
}
