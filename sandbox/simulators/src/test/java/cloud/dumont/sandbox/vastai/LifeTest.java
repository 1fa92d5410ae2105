package cloud.dumont.sandbox.vastai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cloud.dumont.sandbox.machine.MachineOrder;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class LifeTest extends VastFixture {
    @Test
    void goesFromNothingToRunningInTheVendorsWords() throws IOException {
        long id = create(",\"label\":\"dumont-1\"");
        List<String> words = new ArrayList<>();
        for (int second = 0; second < LONGEST_BOOT.toSeconds(); second++) {
            JsonNode status = instance(id).path("actual_status");
            String word = status.isNull() ? "null" : status.asString();
            if (words.isEmpty() || !words.getLast().equals(word)) {
                words.add(word);
            }
            pass(Duration.ofSeconds(1));
        }

        assertThat(words).containsExactly("null", "created", "loading", "running");
        JsonNode instance = instance(id);
        assertThat(instance.path("label").asString()).isEqualTo("dumont-1");
        assertThat(instance.path("intended_status").asString()).isEqualTo("running");
        assertThat(instance.path("is_bid").asBoolean()).isFalse();
        assertThat(instance.path("gpu_name").asString()).isEqualTo("RTX 4090");
        assertThat(instance.path("dph_total").decimalValue()).isEqualByComparingTo("0.38");
    }

    @Test
    void portsAreMissingUntilRunningAndThenAnswerAsSsh() throws IOException {
        long id = create("");
        assertThat(instance(id).has("ports")).isFalse();

        passSlowly(LONGEST_BOOT);

        JsonNode instance = instance(id);
        assertThat(banner(instance.path("public_ipaddr").asString().trim(), sshPort(instance)))
                .isEqualTo("SSH-2.0-OpenSSH_9.2");
        assertThat(instance.path("ssh_port").asInt()).isEqualTo(sshPort(instance));
    }

    @Test
    void withoutDirectSshOnlyTheProxyLeadsIn() throws IOException {
        long id = create(",\"runtype\":\"jupyter_proxy ssh_proxy\"");
        passSlowly(LONGEST_BOOT);

        JsonNode instance = instance(id);
        assertThat(instance.has("ports")).isFalse();
        assertThat(banner(
                        instance.path("ssh_host").asString(),
                        instance.path("ssh_port").asInt() + 1))
                .startsWith("SSH-2.0");
    }

    @Test
    void boxGetsTheClientsAndTheVendorsEnvironment() throws IOException {
        caller.post("/api/v0/ssh/", "{\"ssh_key\":\"ssh-ed25519 AAAA me\"}");
        long id =
                running(",\"env\":{\"DUMONT_URL\":\"https://dumont.example\",\"-p 22:22\":\"1\",\"-p 7070:7070\":\"1\","
                        + "\"-p 9000:9000/udp\":\"1\",\"-h gpu-1\":\"1\"},\"onstart\":\"echo up\"");

        MachineOrder order = host.orders().getFirst();
        assertThat(order.ref()).isEqualTo(Long.toString(id));
        assertThat(order.hostname()).isEqualTo("gpu-1");
        assertThat(order.exposedPorts()).containsExactly(22, 7070);
        assertThat(order.onstart()).isEqualTo("echo up");
        assertThat(order.authorizedKeys()).containsExactly("ssh-ed25519 AAAA me");
        assertThat(order.gpus().model()).isEqualTo("NVIDIA GeForce RTX 4090");
        assertThat(order.gpus().vramMb()).isEqualTo(24564);
        assertThat(order.diskGb()).isEqualTo(72);
        assertThat(order.environment("127.0.0.1", Map.of(22, 40022, 7070, 40070)))
                .containsEntry("DUMONT_URL", "https://dumont.example")
                .containsEntry("CONTAINER_ID", Long.toString(id))
                .containsEntry("VAST_CONTAINERLABEL", "C." + id)
                .containsEntry("PUBLIC_IPADDR", "127.0.0.1")
                .containsEntry("GPU_COUNT", "1")
                .containsEntry("SSH_PUBLIC_KEY", "ssh-ed25519 AAAA me")
                .containsEntry("VAST_TCP_PORT_22", "40022")
                .containsEntry("VAST_TCP_PORT_7070", "40070")
                .containsKey("CONTAINER_API_KEY")
                .doesNotContainKey("-p 22:22");
        assertThat(instance(id).path("ports").has("7070/tcp")).isTrue();
    }

    @Test
    void rentedOfferIsGoneAndTheRestOfTheMachineHasNewIds() throws IOException {
        vast.market().add(Map.of("gpu", "RTX 5080", "num_gpus", "4"));
        String ours = "{\"gpu_name\":{\"eq\":\"RTX 5080\"},\"host_id\":{\"eq\":501}}";
        List<Long> before = ids(search(ours));
        JsonNode pair = stream(search(ours))
                .filter(offer -> offer.path("num_gpus").asInt() == 2)
                .findFirst()
                .orElseThrow();

        assertThat(createAnswer(pair.path("id").asLong(), "").status()).isEqualTo(200);

        assertThat(stream(search(ours)).map(offer -> offer.path("num_gpus").asInt()))
                .containsExactlyInAnyOrder(1, 2);
        assertThat(ids(search(ours))).doesNotContainAnyElementsOf(before);
        Caller.Answer again = createAnswer(pair.path("id").asLong(), "");
        assertThat(again.status()).isEqualTo(404);
        assertThat(again.json().path("error").asString()).isEqualTo("invalid_args");
        assertThat(again.json().path("msg").asString()).contains("error 404/3603: no_such_ask");
    }

    @Test
    void stopKeepsTheDiskAndStartGivesNewPorts() throws IOException {
        long id = running("");
        int oldPort = sshPort(instance(id));

        caller.put("/api/v0/instances/" + id + "/", "{\"state\":\"stopped\"}");

        assertThat(instance(id).path("intended_status").asString()).isEqualTo("stopped");
        assertThat(instance(id).path("actual_status").asString()).isEqualTo("running");
        passSlowly(Duration.ofSeconds(10));
        assertThat(instance(id).path("actual_status").asString()).isEqualTo("exited");
        assertThat(instance(id).has("ports")).isFalse();
        assertThat(host.find("vastai", Long.toString(id))).isEmpty();
        assertThat(host.hasDisk("vastai", Long.toString(id))).isTrue();

        assertThat(caller.put("/api/v0/instances/" + id + "/", "{\"state\":\"running\"}")
                        .json()
                        .path("success")
                        .asBoolean())
                .isTrue();
        assertThat(instance(id).path("intended_status").asString()).isEqualTo("running");
        assertThat(instance(id).path("actual_status").asString()).isEqualTo("exited");
        passSlowly(Duration.ofSeconds(15));
        assertThat(instance(id).path("actual_status").asString()).isEqualTo("running");
        assertThat(sshPort(instance(id))).isNotEqualTo(oldPort);
    }

    @Test
    void rebootKeepsAndRecycleLosesTheDisk() throws IOException {
        long id = running("");
        String ref = Long.toString(id);

        caller.put("/api/v0/instances/reboot/" + id + "/", "{}");
        assertThat(instance(id).path("actual_status").asString()).isEqualTo("rebooting");
        passSlowly(Duration.ofSeconds(15));
        assertThat(instance(id).path("actual_status").asString()).isEqualTo("running");

        caller.put("/api/v0/instances/recycle/" + id + "/", "{}");
        settle();
        assertThat(host.hasDisk("vastai", ref)).isFalse();
        passSlowly(Duration.ofSeconds(15));
        assertThat(instance(id).path("actual_status").asString()).isEqualTo("running");
        assertThat(host.calls())
                .containsExactly(
                        "start vastai/" + ref,
                        "stop vastai/" + ref,
                        "start vastai/" + ref,
                        "destroy vastai/" + ref,
                        "start vastai/" + ref);
    }

    @Test
    void destroyedInstanceIsNullAbsentAndUnknownTheSecondTime() throws IOException {
        long id = running("");

        assertThat(caller.delete("/api/v0/instances/" + id + "/")
                        .json()
                        .path("success")
                        .asBoolean())
                .isTrue();
        settle();

        assertThat(instance(id).isNull()).isTrue();
        assertThat(list("").path("instances").size()).isZero();
        Caller.Answer again = caller.delete("/api/v0/instances/" + id + "/");
        assertThat(again.status()).isEqualTo(404);
        assertThat(again.json().path("error").asString()).isEqualTo("no_such_instance");
        assertThat(host.hasDisk("vastai", Long.toString(id))).isFalse();
    }

    @Test
    void destroyedWhileStartingLeavesNoBox() throws IOException {
        long id = create("");
        passSlowly(Duration.ofSeconds(12));

        caller.delete("/api/v0/instances/" + id + "/");
        passSlowly(LONGEST_BOOT);

        assertThat(host.find("vastai", Long.toString(id))).isEmpty();
        assertThat(host.orders()).isEmpty();
        assertThat(vast.machines()).isEmpty();
    }

    @Test
    void changesManyAtOnceAndRelabels() throws IOException {
        long one = running("");
        long two = running("");

        caller.put("/api/v0/instances/" + one + "/", "{\"label\":\"other\"}");
        assertThat(instance(one).path("label").asString()).isEqualTo("other");
        assertThat(caller.put("/api/v0/instances/" + one + "/", "{\"label\":\"" + "x".repeat(1025) + "\"}")
                        .json()
                        .path("error")
                        .asString())
                .isEqualTo("label_too_long");

        caller.put("/api/v0/instances/", "{\"ids\":[" + one + "," + two + "],\"state\":\"stopped\"}");
        assertThat(instance(two).path("intended_status").asString()).isEqualTo("stopped");
        caller.call("DELETE", "/api/v0/instances/", "{\"instance_ids\":[" + one + "," + two + "]}");
        assertThat(list("").path("total_instances").asInt()).isZero();
    }

    @Test
    void hostThatCannotStartTheBoxShowsAsFailedStart() throws IOException {
        host.refuseNextStart("no space left on device");
        long id = create("");
        passSlowly(LONGEST_BOOT);

        JsonNode instance = instance(id);
        assertThat(instance.path("actual_status").asString()).isEqualTo("created");
        assertThat(instance.path("cur_state").asString()).isEqualTo("stopped");
        assertThat(instance.path("status_msg").asString()).contains("OCI runtime create failed", "no space left");
    }

    @Test
    void badCreatesMakeNothing() throws IOException {
        long offer = plainOffer().path("id").asLong();

        assertThat(refusal(offer, "{\"image\":\"\"}")).isEqualTo("400 invalid_args");
        assertThat(refusal(offer, "{\"image\":\"i\",\"price\":0.0001}")).isEqualTo("400 invalid_price");
        assertThat(refusal(offer, "{\"image\":\"i\",\"label\":\"" + "x".repeat(257) + "\"}"))
                .isEqualTo("400 label_too_long");
        assertThat(refusal(offer, "{\"image\":\"i\",\"onstart\":\"" + "x".repeat(4097) + "\"}"))
                .isEqualTo("400 invalid_args");
        assertThat(refusal(offer, "{\"image\":\"i\",\"disk\":900000}")).isEqualTo("400 invalid_args");
        assertThat(refusal(1, "{\"image\":\"i\"}")).isEqualTo("404 invalid_args");
        assertThat(caller.put("/api/v0/asks/" + offer + "/", "nonsense").status())
                .isEqualTo(400);
        assertThat(list("").path("total_instances").asInt()).isZero();
    }

    @Test
    void acceptsWhatRealClientsSend() throws IOException {
        long offer = plainOffer().path("id").asLong();
        String body = "{\"client_id\":\"me\",\"image\":\"dstackai/base:py3.12\",\"disk\":\"40\",\"price\":null,"
                + "\"env\":\"-e A=b -p 8080:8080\",\"runtype\":\"ssh_direc ssh_proxy\",\"onstart\":\"/bin/sh\","
                + "\"args\":[\"-c\",\"sleep infinity\"],\"image_login\":null,\"user\":\"root\",\"force\":false,"
                + "\"python_utf8\":null,\"use_jupyter_lab\":false,\"jupyter_dir\":null,\"create_from\":null}";

        assertThat(caller.put("/api/v0/asks/" + offer, body).status()).isEqualTo(200);
        passSlowly(LONGEST_BOOT);

        MachineOrder order = host.orders().getFirst();
        assertThat(order.onstart()).isEqualTo("sleep infinity");
        assertThat(order.env()).containsEntry("A", "b");
        assertThat(order.exposedPorts()).containsExactly(22, 8080);
    }

    private String refusal(long offer, String body) throws IOException {
        Caller.Answer answer = caller.put("/api/v0/asks/" + offer + "/", body);
        return answer.status() + " " + answer.json().path("error").asString();
    }

    private static List<Long> ids(JsonNode offers) {
        return stream(offers).map(offer -> offer.path("id").asLong()).toList();
    }

    static String banner(String address, int port) {
        return await().ignoreExceptions()
                .until(
                        () -> {
                            try (Socket socket = new Socket(address, port)) {
                                return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
                            }
                        },
                        text -> text.startsWith("SSH"))
                .trim();
    }
}
