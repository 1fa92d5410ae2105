package cloud.dumont.provider.vastai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloud.dumont.kernel.HourlyPrice;
import cloud.dumont.provider.ProviderException.InstanceGone;
import cloud.dumont.provider.ProviderException.Refused;
import cloud.dumont.provider.ProviderException.Unreachable;
import cloud.dumont.provider.RentedBox;
import cloud.dumont.provider.RentedBox.Endpoint;
import cloud.dumont.provider.RentedBox.Status;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class BoxesTest {
    private static final String ROW = """
            {"id": 30000001, "actual_status": "running", "intended_status": "running", "cur_state": "running",
             "next_state": "running", "status_msg": "success, running image/ssh", "label": "dc-test-1",
             "machine_id": 7001, "image_runtype": "ssh_direct", "public_ipaddr": " 203.0.113.42\\n",
             "ssh_host": "ssh5.vast.ai", "ssh_port": 30512, "jupyter_token": "hush-hush",
             "ports": {"22/tcp": [{"HostIp": "0.0.0.0", "HostPort": "40122"}], "7070/tcp": [{"HostPort": 40123}],
                       "9000/udp": [{"HostPort": "40124"}], "8080/tcp": null, "odd": 4},
             "extra_env": [["DUMONT_TOKEN", "hush-hush"]],
             "dph_base": 0.178, "dph_total": 0.1946667, "start_date": 1795000000.125}
            """;

    private final ScriptedVendor vendor = new ScriptedVendor();

    @AfterEach
    void close() {
        vendor.close();
    }

    @Test
    void rowIsReadWithItsDirectAddress() {
        RentedBox box = find(ROW);

        assertThat(box.vendorRef()).isEqualTo("30000001");
        assertThat(box.label()).isEqualTo("dc-test-1");
        assertThat(box.status()).isEqualTo(Status.RUNNING);
        assertThat(box.cost()).isEqualTo(HourlyPrice.parse("0.1946667"));
        assertThat(box.ssh()).isEqualTo(new Endpoint("203.0.113.42", 40122));
        assertThat(box.ports())
                .isEqualTo(Map.of(22, new Endpoint("203.0.113.42", 40122), 7070, new Endpoint("203.0.113.42", 40123)));
        assertThat(box.hostRef()).isEqualTo("7001");
        assertThat(box.startedAt()).isEqualTo(Instant.ofEpochSecond(1_795_000_000L, 125_000_000));
        assertThat(box.toString()).doesNotContain("hush-hush");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"ports":null}                                                   | ssh5.vast.ai | 30512
            {"ports":{}}                                                     | ssh5.vast.ai | 30512
            {"ports":{"22/tcp":[]}}                                          | ssh5.vast.ai | 30512
            {"ports":{"22/tcp":[{"HostPort":"0"}]}}                          | ssh5.vast.ai | 30512
            {"ports":[22]}                                                   | ssh5.vast.ai | 30512
            {"public_ipaddr":null}                                           | ssh5.vast.ai | 30512
            {"public_ipaddr":"evil host; rm"}                                | ssh5.vast.ai | 30512
            {"ports":null,"image_runtype":"jupyter_direc ssh_direc ssh_proxy"} | ssh5.vast.ai | 30513
            {"ports":null,"ssh_port":"30514"}                                | ssh5.vast.ai | 30514
            """)
    void withoutADirectPortTheProxyLeadsIn(String change, String host, int port) {
        assertThat(find(changed(change)).ssh()).isEqualTo(new Endpoint(host, port));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"ports\":null,\"ssh_host\":null}",
                "{\"ports\":null,\"ssh_port\":70000}",
                "{\"ports\":null,\"ssh_port\":0}",
                "{\"actual_status\":\"loading\"}",
                "{\"actual_status\":\"exited\",\"intended_status\":\"stopped\"}"
            })
    void addressIsNullUntilItLeadsSomewhere(String change) {
        assertThat(find(changed(change)).ssh()).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "null",
            value = {
                "null,      running, running,  ,                                     PROVISIONING",
                "created,   running, running,  ,                                     PROVISIONING",
                "loading,   running, running,  pulling image,                        PROVISIONING",
                "rebooting, running, running,  ,                                     PROVISIONING",
                "recycling, running, running,  ,                                     PROVISIONING",
                "running,   running, running,  ,                                     RUNNING",
                "RUNNING,   running, running,  ,                                     RUNNING",
                "running,   stopped, stopped,  ,                                     STOPPING",
                "exited,    stopped, stopped,  ,                                     STOPPED",
                "stopped,   stopped, stopped,  ,                                     STOPPED",
                "exited,    running, stopped,  ,                                     STOPPED",
                "null,      stopped, stopped,  ,                                     STOPPED",
                "created,   stopped, stopped,  OCI runtime create failed: no gpu,    FAILED",
                "loading,   stopped, stopped,  Error response from daemon: manifest, FAILED",
                "loading,   stopped, stopped,  ,                                     STOPPING",
                "offline,   running, running,  ,                                     DEGRADED",
                "unknown,   running, running,  ,                                     DEGRADED",
                "frozen,    frozen,  running,  ,                                     DEGRADED",
                "running,   running, unloaded, ,                                     TERMINATING",
                "defrosting, running, running, ,                                     UNKNOWN",
                "7,         running, running,  ,                                     UNKNOWN",
            })
    void vendorsWordsAreOneStatus(String actual, String intended, String current, String message, Status status) {
        String change = "{\"actual_status\":" + quoted(actual) + ",\"intended_status\":" + quoted(intended)
                + ",\"cur_state\":" + quoted(current) + ",\"status_msg\":" + quoted(message) + "}";

        assertThat(find(changed(change)).status()).isEqualTo(status);
    }

    @Test
    void rowOfNothingButAnIdIsABoxThatWaits() {
        RentedBox box = find("{\"id\":\"30000001\"}");

        assertThat(box.status()).isEqualTo(Status.PROVISIONING);
        assertThat(box.label()).isEmpty();
        assertThat(box.cost()).isNull();
        assertThat(box.startedAt()).isNull();
    }

    @Test
    void vendorsTextIsShortAndWithoutSecrets() {
        RentedBox box = find(changed(
                "{\"status_msg\":\"pull failed: token=abcdef https://me:pw@registry " + "x".repeat(900) + "\"}"));

        assertThat(box.statusText())
                .doesNotContain("abcdef")
                .doesNotContain("me:pw")
                .hasSizeLessThanOrEqualTo(300);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            200 | {"instances":null}
            200 | {"instances":[]}
            404 | {"success":false,"error":"no_such_instance","msg":"Instance with that ID does not exist."}
            404 | {"success":false,"error":"not_found"}
            200 | {"success":false,"error":"no_such_instance"}
            """)
    void boxThatTheVendorDoesNotKnowIsEmpty(int status, String body) {
        vendor.answers(status, body);

        assertThat(vendor.provider.find("30000001")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            200 | {}
            200 | null
            200 | ``
            200 | <html>maintenance</html>
            200 | {"instances":{"id":5}}
            200 | {"instances":{}}
            200 | {"instances":"none"}
            404 | 404: Not Found
            404 | <html>not_here</html>
            502 | {"instances":null}
            500 | {"error":"no_such_instance"}
            301 | ``
            """)
    void answerThatSaysNothingIsNoAbsence(int status, String body) {
        vendor.answers(status, body);

        assertThatThrownBy(() -> vendor.provider.find("30000001")).isInstanceOf(Unreachable.class);
        assertThat(vendor.asked()).as("a read is tried three times").hasSizeGreaterThanOrEqualTo(1);
    }

    @Test
    void listGoesOnUntilThereIsNoToken() {
        vendor.answers(200, "{\"instances\":[{\"id\":1},{\"id\":2}],\"next_token\":\"a+b/c=\"}")
                .answers(200, "{\"instances\":[{\"id\":2},{\"id\":3,\"label\":null}],\"next_token\":null}");

        assertThat(vendor.provider.list()).extracting(RentedBox::vendorRef).containsExactly("1", "2", "3");
        assertThat(vendor.asked())
                .extracting(ScriptedVendor.Asked::target)
                .anyMatch(target ->
                        target.contains("after_token=a%2Bb%2Fc%3D") || target.contains("after_token=a%2Bb/c%3D"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"instances\":[{\"id\":1}],\"next_token\":\"same\"}",
                "{\"instances\":[{\"label\":\"dc-test-1\"}]}",
                "{\"instances\":null}",
                "{\"instances\":{}}",
                "{\"success\":true}",
                "[]",
                "not available"
            })
    void listThatMakesNoSenseIsNoList(String body) {
        vendor.answers(200, body);

        assertThatThrownBy(() -> vendor.provider.list()).isInstanceOf(Unreachable.class);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            200 | {"success":true}
            404 | {"success":false,"error":"no_such_instance"}
            404 | {"success":false,"error":"not_found","msg":"x"}
            """)
    void destroyedOrUnknownIsDestroyed(int status, String body) {
        vendor.answers(status, body);
        vendor.provider.destroy("30000001");

        assertThat(vendor.asked().element().method()).isEqualTo("DELETE");
        assertThat(vendor.asked().element().target()).isEqualTo("/api/v0/instances/30000001/");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            200 | <html>login</html>
            200 | ``
            404 | 404: Not Found
            502 | ``
            """)
    void destroyWithoutAClearAnswerIsUnknownAndSentOnce(int status, String body) {
        vendor.answers(status, body);

        assertThatThrownBy(() -> vendor.provider.destroy("30000001")).isInstanceOf(Unreachable.class);
        assertThat(vendor.asked()).hasSize(1);
    }

    @Test
    void refusedDestroyIsARefusal() {
        vendor.answers(200, "{\"success\":false,\"error\":\"locked\"}");

        assertThatThrownBy(() -> vendor.provider.destroy("30000001")).isInstanceOf(Refused.class);
    }

    @Test
    void rebootOfAnUnknownBoxIsGone() {
        vendor.answers(404, "{\"success\":false,\"error\":\"no_such_instance\"}");

        assertThatThrownBy(() -> vendor.provider.reboot("30000001")).isInstanceOf(InstanceGone.class);
        assertThatThrownBy(() -> vendor.provider.reboot("../x")).isInstanceOf(InstanceGone.class);
    }

    @Test
    void refThatIsNoNumberNeverReachesTheVendor() {
        assertThat(vendor.provider.find("../users/current")).isEmpty();
        vendor.provider.destroy("30000001/../../users");
        assertThat(vendor.asked()).isEmpty();
    }

    private RentedBox find(String row) {
        vendor.answers(200, "{\"instances\":" + row + "}");
        return vendor.provider.find("30000001").orElseThrow();
    }

    private static String changed(String change) {
        ObjectNode row = (ObjectNode) JsonMapper.shared().readTree(ROW);
        JsonMapper.shared().readTree(change).properties().forEach(field -> row.set(field.getKey(), field.getValue()));
        return row.toString();
    }

    private static String quoted(String word) {
        return word == null ? "null" : "\"" + word + "\"";
    }
}
