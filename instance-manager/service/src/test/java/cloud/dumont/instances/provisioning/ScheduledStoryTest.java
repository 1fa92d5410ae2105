package cloud.dumont.instances.provisioning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.delete;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;

import cloud.dumont.instances.InstanceManagerApplication;
import cloud.dumont.instances.bench.Bench;
import cloud.dumont.instances.bench.Users;
import cloud.dumont.kernel.GpuModel;
import cloud.dumont.provider.testkit.FakeGpuProvider;
import cloud.dumont.provider.testkit.SampleOffers;
import cloud.dumont.provider.testkit.VendorCall.Operation;
import cloud.dumont.testkit.BackingServices;
import cloud.dumont.web.caller.Caller;
import com.jayway.jsonpath.JsonPath;
import java.time.Duration;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.context.annotation.Import;
import org.springframework.http.MediaType;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.request.MockHttpServletRequestBuilder;

/** The story of one machine with the real scheduler and the real clock, only over HTTP. */
@SpringBootTest(
        classes = InstanceManagerApplication.class,
        properties = {
            "db-scheduler.polling-interval=100ms",
            "dumont.market.collect-every=500ms",
            "dumont.provisioning.boot-poll=100ms",
            "dumont.provisioning.settle-every=200ms",
            "dumont.provisioning.settle-window=1s",
            "dumont.provisioning.sweep-every=500ms",
            "dumont.reclaim.verify-every=100ms"
        })
@AutoConfigureMockMvc
@Import({BackingServices.class, Bench.class})
class ScheduledStoryTest {
    private static final GpuModel GPU = new GpuModel("rtx_4090", "RTX 4090", 24);
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    @Autowired
    private MockMvc mvc;

    @Autowired
    private FakeGpuProvider vendor;

    private final Caller ana = Users.someone();

    private String ask(MockHttpServletRequestBuilder request) throws Exception {
        MockHttpServletResponse response = mvc.perform(
                        request.header("Authorization", Users.bearer(ana)).contentType(MediaType.APPLICATION_JSON))
                .andReturn()
                .getResponse();
        assertThat(response.getStatus()).as(response.getContentAsString()).isLessThan(300);
        return response.getContentAsString();
    }

    private String status(String id) throws Exception {
        return JsonPath.read(ask(get("/api/v1/instances/" + id)), "$.status");
    }

    @Test
    void fromNothingToRunningToStoppedToRunningToNothing() throws Exception {
        vendor.autoRun(true);
        vendor.sell(
                SampleOffers.of(Bench.VENDOR, "s-1", GPU, "0.20"), SampleOffers.of(Bench.VENDOR, "s-2", GPU, "0.21"));
        vendor.loseAnswerOfNext(Operation.LAUNCH);
        await().atMost(PATIENCE).until(() -> ask(get("/api/v1/offers")).contains("rtx_4090"));
        String created = ask(post("/api/v1/instances").content("{\"gpu\":\"rtx_4090\",\"name\":\"story\"}"));
        String id = JsonPath.read(created, "$.id");
        String action = JsonPath.read(created, "$.current_action");

        beTheAgentOf(id, 1);
        String done = ask(get("/api/v1/actions/" + action + "?wait=60"));
        assertThat((String) JsonPath.read(done, "$.status")).isEqualTo("succeeded");
        String running = ask(get("/api/v1/instances/" + id));
        assertThat((String) JsonPath.read(running, "$.serving.vendor")).isEqualTo(Bench.VENDOR);
        assertThat((boolean) JsonPath.read(running, "$.billed_now")).isTrue();
        String attempts = ask(get("/api/v1/instances/" + id + "/attempts"));
        assertThat((String) JsonPath.read(attempts, "$.data[0].outcome")).isEqualTo("adopted");

        String stopping = ask(post("/api/v1/instances/" + id + "/stop?wait=60")
                .content("{\"final_backup\":false,\"accept_data_loss\":true}"));
        assertThat((String) JsonPath.read(stopping, "$.warnings[0].code")).isEqualTo("disk_lost");
        await().atMost(PATIENCE).until(() -> status(id).equals("stopped"));
        assertThat(vendor.existing()).isEmpty();

        ask(post("/api/v1/instances/" + id + "/start").content("{}"));
        beTheAgentOf(id, 2);
        await().atMost(PATIENCE).until(() -> status(id).equals("running"));
        ask(delete("/api/v1/instances/" + id + "?final_backup=false"));
        await().atMost(PATIENCE).until(() -> status(id).equals("destroyed"));
        assertThat(vendor.existing()).isEmpty();
    }

    /** Enrols, then reports until it is accepted, as the agent plane passes it on. */
    private void beTheAgentOf(String id, int epoch) throws Exception {
        await().atMost(PATIENCE)
                .until(() -> vendor.existing().size() == 1 && status(id).equals("booting"));
        String token = vendor.orderOf(vendor.existing().iterator().next())
                .environment()
                .get("DUMONT_TOKEN");
        String box =
                "{\"gpus\":[{\"name\":\"NVIDIA GeForce RTX 4090\",\"memory_mb\":24576}],\"kernel\":\"6.1\",\"capabilities\":[],"
                        + "\"ssh_user\":\"root\",\"disk_bytes\":41000000000}";
        String enrolled = say(
                "/internal/placements/enroll",
                "{\"token_sha256\":\"" + Base64.getEncoder().encodeToString(BootstrapToken.sha256(token))
                        + "\",\"public_key\":\"key\",\"agent_version\":\"0.1.0\",\"fingerprint\":\"SHA256:x\",\"box\":"
                        + box + "}");
        assertThat((int) JsonPath.read(enrolled, "$.epoch")).isEqualTo(epoch);
        assertThat((String) JsonPath.read(enrolled, "$.host_key_private"))
                .startsWith("-----BEGIN OPENSSH PRIVATE KEY-----");
        assertThat((String) JsonPath.read(enrolled, "$.gpu_model")).isEqualTo("rtx_4090");
        String placement = JsonPath.read(enrolled, "$.placement");
        String report = "{\"epoch\":" + epoch + ",\"box\":" + box
                + ",\"gpu_answers\":true,\"ssh_listens\":true,\"clock_offset_millis\":3}";
        await().atMost(PATIENCE)
                .until(() -> say("/internal/placements/" + placement + "/preflight", report)
                        .contains("accepted"));
    }

    private String say(String path, String body) throws Exception {
        MockHttpServletResponse response = mvc.perform(post(path)
                        .header("Authorization", Users.monitoring())
                        .contentType(MediaType.APPLICATION_JSON)
                        .content(body))
                .andReturn()
                .getResponse();
        assertThat(response.getStatus()).as(response.getContentAsString()).isEqualTo(200);
        return response.getContentAsString();
    }
}
