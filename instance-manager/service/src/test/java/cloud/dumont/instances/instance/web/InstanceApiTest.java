package cloud.dumont.instances.instance.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasSize;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.delete;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.patch;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.header;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.jsonPath;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import cloud.dumont.instances.bench.Bench;
import cloud.dumont.instances.bench.FakePeers;
import cloud.dumont.instances.bench.SteppedTest;
import cloud.dumont.instances.bench.Users;
import cloud.dumont.instances.market.MarketCollector;
import cloud.dumont.instances.offer.MarketOffer;
import cloud.dumont.kernel.GpuModel;
import cloud.dumont.provider.testkit.FakeGpuProvider;
import cloud.dumont.provider.testkit.SampleOffers;
import cloud.dumont.testkit.HeldClock;
import cloud.dumont.web.caller.Caller;
import com.jayway.jsonpath.JsonPath;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.MvcResult;
import org.springframework.test.web.servlet.ResultActions;
import org.springframework.test.web.servlet.request.MockHttpServletRequestBuilder;

@SteppedTest
class InstanceApiTest {
    private static final GpuModel GPU = new GpuModel("rtx_4090", "RTX 4090", 24);
    private static final String BY_GPU = "{\"gpu\":\"rtx_4090\"}";

    @Autowired
    private MockMvc mvc;

    @Autowired
    private FakeGpuProvider vendor;

    @Autowired
    private FakePeers peers;

    @Autowired
    private MarketCollector market;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private HeldClock clock;

    private final Caller ana = Users.someone();

    @BeforeEach
    void aMarket() {
        vendor.sell(
                SampleOffers.of(Bench.VENDOR, "api-1", GPU, "0.30"),
                SampleOffers.of(Bench.VENDOR, "api-2", GPU, "0.25"));
        market.collectAll();
        peers.maxInstances(50);
        peers.billingAway(false);
    }

    @AfterEach
    void friendlyPeers() {
        peers.maxInstances(50);
        peers.billingAway(false);
    }

    private ResultActions ask(MockHttpServletRequestBuilder request) throws Exception {
        return ask(request, ana);
    }

    private ResultActions ask(MockHttpServletRequestBuilder request, Caller caller) throws Exception {
        return mvc.perform(request.header("Authorization", Users.bearer(caller)));
    }

    private static MockHttpServletRequestBuilder create(String body) {
        return post("/api/v1/instances").contentType(MediaType.APPLICATION_JSON).content(body);
    }

    private String created(String body) throws Exception {
        MvcResult result = ask(create(body)).andExpect(status().isAccepted()).andReturn();
        return JsonPath.read(result.getResponse().getContentAsString(), "$.id");
    }

    private void expect(String body, int status, String code) throws Exception {
        ask(create(body))
                .andExpect(status().is(status))
                .andExpect(jsonPath("$.code").value(code));
    }

    @Test
    void aMachineIsAcceptedAndShown() throws Exception {
        MvcResult result = ask(create(
                        "{\"name\":\"nlp-1\",\"gpu\":\"rtx_4090\",\"labels\":{\"team\":\"nlp\"},\"ports\":[7860]}"))
                .andExpect(status().isAccepted())
                .andExpect(jsonPath("$.status").value("requested"))
                .andExpect(jsonPath("$.reason.code").value("requested"))
                .andExpect(jsonPath("$.reason.actor.type").value("user"))
                .andExpect(jsonPath("$.allowed_commands").value(contains("destroy")))
                .andExpect(jsonPath("$.gpu.id").value("rtx_4090"))
                .andExpect(jsonPath("$.disk_gb").value(40))
                .andExpect(jsonPath("$.billed_now").value(false))
                .andExpect(jsonPath("$.ssh.command").value("ssh -J ana@ssh.example:2222 root@nlp-1"))
                .andExpect(jsonPath("$.ssh.host_key").value(containsString("ssh-ed25519 ")))
                .andExpect(jsonPath("$.max_price_per_hour.currency").value("USD"))
                .andExpect(jsonPath("$.current_action").isNotEmpty())
                .andReturn();
        String id = JsonPath.read(result.getResponse().getContentAsString(), "$.id");
        String action = JsonPath.read(result.getResponse().getContentAsString(), "$.current_action");
        assertThat(result.getResponse().getHeader("Location")).isEqualTo("/api/v1/instances/" + id);
        String etag = result.getResponse().getHeader("ETag");
        assertThat(etag).matches("\"v\\d+\"");
        String shown = ask(get("/api/v1/instances/" + id))
                .andExpect(status().isOk())
                .andReturn()
                .getResponse()
                .getHeader("ETag");
        assertThat(shown).startsWith(etag.substring(0, etag.length() - 1) + "-");
        ask(get("/api/v1/instances/" + id).header("If-None-Match", shown)).andExpect(status().isNotModified());
        ask(get("/api/v1/actions/" + action + "?wait=0"))
                .andExpect(jsonPath("$.type").value("instance.create"))
                .andExpect(jsonPath("$.status").value("running"))
                .andExpect(jsonPath("$.resource").value(id));
        ask(get("/api/v1/instances/" + id + "/attempts"))
                .andExpect(jsonPath("$.data").value(hasSize(0)));
        ask(get("/api/v1/instances/" + id + "/placements"))
                .andExpect(jsonPath("$.data").value(hasSize(0)));
        assertThat(peers.holds()).contains(id);
    }

    @Test
    void theChosenOfferAndTheCheapestArePricedAllIn() throws Exception {
        String offer = MarketOffer.idOf(Bench.VENDOR, "api-1").text();
        ask(post("/api/v1/instances?dry_run=true")
                        .contentType(MediaType.APPLICATION_JSON)
                        .content("{\"offer_id\":\"" + offer + "\"}"))
                .andExpect(status().isOk())
                // (0.30 + 40 * 0.000277778 + 0.05 * 0.003) * 1.15
                .andExpect(jsonPath("$.price_per_hour.amount").value("0.357950288"))
                .andExpect(jsonPath("$.components.gpu.amount").value("0.300000000"))
                .andExpect(jsonPath("$.hold.amount").value("0.060000"))
                .andExpect(jsonPath("$.runway_s").value(3600))
                .andExpect(jsonPath("$.refusals").value(hasSize(0)));
        ask(get("/api/v1/instances")).andExpect(jsonPath("$.data").value(hasSize(0)));
    }

    @Test
    void aDryRunNamesWhatIsInTheWay() throws Exception {
        Caller poor = Users.someone();
        peers.emptyWalletOf(poor.user().text());
        peers.maxInstances(0);
        ask(
                        post("/api/v1/instances?dry_run=true")
                                .contentType(MediaType.APPLICATION_JSON)
                                .content(BY_GPU),
                        poor)
                .andExpect(status().isOk())
                .andExpect(jsonPath("$.refusals[*].code").value(contains("quota_exceeded", "insufficient_balance")));
        ask(post("/api/v1/instances?dry_run=true")
                        .contentType(MediaType.APPLICATION_JSON)
                        .content("{\"gpu\":\"nothing\"}"))
                .andExpect(jsonPath("$.price_per_hour").isEmpty())
                .andExpect(jsonPath("$.refusals[*].code").value(contains("quota_exceeded", "no_offer_matches")));
    }

    @Test
    void everyBadBodyIsRefusedAndChangesNothing() throws Exception {
        expect("{", 400, "malformed_json");
        expect("{\"gpu\":\"rtx_4090\",\"owner\":\"me\"}", 400, "unknown_field");
        expect("{}", 400, "validation_failed");
        expect("{\"gpu\":\"rtx_4090\",\"offer_id\":\"off_01h455vb4pex5vsknk084sn02q\"}", 400, "validation_failed");
        expect("{\"gpu\":\"rtx_4090\",\"name\":\"Upper\"}", 400, "validation_failed");
        expect("{\"gpu\":\"rtx_4090\",\"name\":\"-x\"}", 400, "validation_failed");
        expect("{\"gpu\":\"rtx_4090\",\"name\":\"" + "a".repeat(32) + "\"}", 400, "validation_failed");
        expect("{\"gpu\":\"rtx_4090\",\"disk_gb\":0}", 400, "validation_failed");
        expect("{\"gpu\":\"rtx_4090\",\"gpu_count\":17}", 400, "validation_failed");
        expect("{\"gpu\":\"rtx_4090\",\"ports\":[70000]}", 400, "validation_failed");
        expect("{\"gpu\":\"rtx_4090\",\"kind\":\"free\"}", 400, "validation_failed");
        expect("{\"gpu\":\"rtx_4090\",\"image\":\"; rm -rf /\"}", 400, "validation_failed");
        expect("{\"gpu\":\"rtx_4090\",\"env\":{\"1X\":\"y\"}}", 400, "validation_failed");
        expect("{\"gpu\":\"rtx_4090\",\"env\":{\"DUMONT_TOKEN\":\"y\"}}", 400, "validation_failed");
        expect("{\"gpu\":\"rtx_4090\",\"env\":{\"X\":null}}", 400, "validation_failed");
        expect("{\"gpu\":\"rtx_4090\",\"max_price_per_hour\":{\"amount\":0.5}}", 400, "validation_failed");
        expect("{\"gpu\":\"rtx_4090\",\"max_price_per_hour\":{\"amount\":\"0\"}}", 400, "validation_failed");
        expect("{\"gpu\":\"rtx_4090\",\"ssh_key_ids\":[\"key_01h455vb4pex5vsknk084sn02r\"]}", 400, "validation_failed");
        expect("{\"offer_id\":\"off_x\"}", 400, "validation_failed");
        expect(
                "{\"offer_id\":\"" + MarketOffer.idOf(Bench.VENDOR, "api-1") + "\",\"disk_gb\":9000}",
                400,
                "validation_failed");
        expect("{\"gpu\":\"nothing_like_it\"}", 422, "no_offer_matches");
        expect("{\"gpu\":\"rtx_4090\",\"kind\":\"spot\"}", 422, "no_offer_matches");
        expect("{\"gpu\":\"rtx_4090\",\"max_price_per_hour\":{\"amount\":\"0.01\"}}", 422, "no_offer_matches");
        expect("{\"offer_id\":\"off_01h455vb4pex5vsknk084sn02q\"}", 409, "offer_gone");
        ask(create(BY_GPU).header("Idempotency-Key", "short"))
                .andExpect(jsonPath("$.code").value("idempotency_key_invalid"));
        ask(create(BY_GPU).header("Prefer", "wait=99"))
                .andExpect(jsonPath("$.code").value("validation_failed"));
        ask(get("/api/v1/instances")).andExpect(jsonPath("$.data").value(hasSize(0)));
    }

    @Test
    void anOfferThatWasTakenNamesAlternatives() throws Exception {
        vendor.sell(SampleOffers.of(Bench.VENDOR, "api-gone", GPU, "0.10"));
        market.collectAll();
        vendor.withdraw("api-gone");
        clock.advance(Duration.ofSeconds(1));
        market.collectAll();
        String id = MarketOffer.idOf(Bench.VENDOR, "api-gone").text();
        ask(create("{\"offer_id\":\"" + id + "\"}"))
                .andExpect(status().isConflict())
                .andExpect(jsonPath("$.code").value("offer_gone"))
                .andExpect(jsonPath("$.alternatives[0]")
                        .value(MarketOffer.idOf(Bench.VENDOR, "api-2").text()));
        ask(get("/api/v1/offers/" + id))
                .andExpect(status().isConflict())
                .andExpect(jsonPath("$.code").value("offer_gone"));
        ask(get("/api/v1/offers/off_01h455vb4pex5vsknk084sn02q")).andExpect(status().isNotFound());
    }

    @Test
    void withoutMoneyQuotaOrBillingThereIsNoMachine() throws Exception {
        Caller poor = Users.someone();
        peers.emptyWalletOf(poor.user().text());
        ask(create(BY_GPU), poor)
                .andExpect(status().isPaymentRequired())
                .andExpect(jsonPath("$.code").value("insufficient_balance"))
                .andExpect(jsonPath("$.needed.amount").value("0.620000"))
                .andExpect(jsonPath("$.available.amount").value("0.410000"));
        peers.maxInstances(1);
        created(BY_GPU);
        expect(BY_GPU, 409, "quota_exceeded");
        peers.maxInstances(50);
        peers.billingAway(true);
        ask(create(BY_GPU))
                .andExpect(status().isServiceUnavailable())
                .andExpect(header().exists("Retry-After"))
                .andExpect(jsonPath("$.code").value("maintenance"));
        ask(get("/api/v1/instances")).andExpect(jsonPath("$.data").value(hasSize(1)));
    }

    @Test
    void namesAreUniquePerUserAndMadeWhenAbsent() throws Exception {
        created("{\"name\":\"one\",\"gpu\":\"rtx_4090\"}");
        expect("{\"name\":\"one\",\"gpu\":\"rtx_4090\"}", 409, "name_taken");
        ask(create("{\"name\":\"one\",\"gpu\":\"rtx_4090\"}"), Users.someone()).andExpect(status().isAccepted());
        created(BY_GPU);
        created(BY_GPU);
        ask(get("/api/v1/instances"))
                .andExpect(jsonPath("$.data[*].name")
                        .value(org.hamcrest.Matchers.containsInAnyOrder("rtx-4090-2", "rtx-4090-1", "one")));
    }

    @Test
    void somebodyElsesMachineIsAsUnknownAsNone() throws Exception {
        String id = created(BY_GPU);
        Caller other = Users.someone();
        for (MockHttpServletRequestBuilder request : List.of(
                get("/api/v1/instances/" + id),
                delete("/api/v1/instances/" + id),
                post("/api/v1/instances/" + id + "/stop")
                        .contentType(MediaType.APPLICATION_JSON)
                        .content("{}"),
                post("/api/v1/instances/" + id + "/start"),
                post("/api/v1/instances/" + id + "/reboot"),
                patch("/api/v1/instances/" + id)
                        .contentType(MediaType.APPLICATION_JSON)
                        .content("{\"name\":\"mine\"}"),
                get("/api/v1/instances/" + id + "/attempts"),
                get("/api/v1/instances/" + id + "/placements"))) {
            ask(request, other)
                    .andExpect(status().isNotFound())
                    .andExpect(jsonPath("$.code").value("not_found"));
        }
        ask(get("/api/v1/instances"), other).andExpect(jsonPath("$.data").value(hasSize(0)));
    }

    @Test
    void everyOperationNeedsItsScope() throws Exception {
        Caller reader = Users.someone(Set.of("instances:read"));
        ask(create(BY_GPU), reader)
                .andExpect(status().isForbidden())
                .andExpect(jsonPath("$.scope").value("instances:write"));
        ask(delete("/api/v1/instances/ins_01h455vb4pex5vsknk084sn02q"), reader)
                .andExpect(jsonPath("$.scope").value("instances:destroy"));
        mvc.perform(get("/api/v1/instances")).andExpect(status().isUnauthorized());
        mvc.perform(get("/api/v1/offers")).andExpect(status().isOk());
        mvc.perform(get("/internal/placements").header("Authorization", Users.bearer(ana)))
                .andExpect(status().isUnauthorized());
    }

    @Test
    void commandsAreRefusedWhereTheStateDoesNotAllowThem() throws Exception {
        String id = created(BY_GPU);
        for (String command : List.of("stop", "start", "reboot")) {
            ask(post("/api/v1/instances/" + id + "/" + command))
                    .andExpect(status().isConflict())
                    .andExpect(jsonPath("$.code").value("instance_busy"))
                    .andExpect(jsonPath("$.action").isNotEmpty());
        }
        jdbc.sql("UPDATE actions SET status = 'succeeded' WHERE status = 'running'")
                .update();
        for (String command : List.of("stop", "start", "reboot")) {
            ask(post("/api/v1/instances/" + id + "/" + command))
                    .andExpect(status().isConflict())
                    .andExpect(jsonPath("$.code").value("invalid_state"))
                    .andExpect(jsonPath("$.state").value("requested"))
                    .andExpect(jsonPath("$.allowed_commands").value(contains("destroy")));
        }
    }

    @Test
    void destroyIsAcceptedOnceAndSaidAgain() throws Exception {
        String id = created(BY_GPU);
        ask(delete("/api/v1/instances/" + id).header("If-Match", "\"v999\""))
                .andExpect(status().isPreconditionFailed());
        ask(delete("/api/v1/instances/" + id))
                .andExpect(status().isAccepted())
                .andExpect(jsonPath("$.status").value("destroying"))
                .andExpect(jsonPath("$.desired").value("destroyed"));
        ask(delete("/api/v1/instances/" + id)).andExpect(status().isAccepted());
        jdbc.sql("UPDATE instances SET status = 'destroyed', destroyed_at = now() WHERE user_id = :user")
                .param("user", ana.user().value())
                .update();
        ask(delete("/api/v1/instances/" + id)).andExpect(status().isNoContent());
        ask(get("/api/v1/instances")).andExpect(jsonPath("$.data").value(hasSize(0)));
        ask(get("/api/v1/instances?status=destroyed"))
                .andExpect(jsonPath("$.data").value(hasSize(1)));
        ask(delete("/api/v1/instances/ins_01h455vb4pex5vsknk084sn02q")).andExpect(status().isNotFound());
    }

    @Test
    void nameLabelsAndLimitCanBeChanged() throws Exception {
        String id = created("{\"name\":\"before\",\"gpu\":\"rtx_4090\",\"labels\":{\"a\":\"1\",\"b\":\"2\"}}");
        created("{\"name\":\"other\",\"gpu\":\"rtx_4090\"}");
        ask(patch("/api/v1/instances/" + id)
                        .contentType("application/merge-patch+json")
                        .content(
                                "{\"name\":\"after\",\"labels\":{\"a\":null,\"c\":\"3\"},\"max_price_per_hour\":{\"amount\":\"2\"}}"))
                .andExpect(status().isOk())
                .andExpect(jsonPath("$.name").value("after"))
                .andExpect(jsonPath("$.labels.a").doesNotExist())
                .andExpect(jsonPath("$.labels.b").value("2"))
                .andExpect(jsonPath("$.labels.c").value("3"))
                .andExpect(jsonPath("$.max_price_per_hour.amount").value("2.000000000"));
        ask(patch("/api/v1/instances/" + id)
                        .contentType(MediaType.APPLICATION_JSON)
                        .content("{\"name\":\"other\"}"))
                .andExpect(jsonPath("$.code").value("name_taken"));
        ask(patch("/api/v1/instances/" + id)
                        .contentType(MediaType.APPLICATION_JSON)
                        .content("{\"status\":\"running\"}"))
                .andExpect(jsonPath("$.code").value("unknown_field"));
        ask(patch("/api/v1/instances/" + id)
                        .header("If-Match", "\"v0\"")
                        .contentType(MediaType.APPLICATION_JSON)
                        .content("{\"name\":\"late\"}"))
                .andExpect(jsonPath("$.code").value("precondition_failed"));
    }

    @Test
    void listsComeInPagesThatCannotBeForged() throws Exception {
        for (int i = 0; i < 3; i++) {
            created(BY_GPU);
        }
        MvcResult first = ask(get("/api/v1/instances?limit=2"))
                .andExpect(jsonPath("$.data").value(hasSize(2)))
                .andExpect(jsonPath("$.has_more").value(true))
                .andReturn();
        String cursor = JsonPath.read(first.getResponse().getContentAsString(), "$.next_cursor");
        ask(get("/api/v1/instances?limit=2").param("cursor", cursor))
                .andExpect(jsonPath("$.data").value(hasSize(1)))
                .andExpect(jsonPath("$.has_more").value(false));
        ask(get("/api/v1/instances?limit=2&status=running").param("cursor", cursor))
                .andExpect(jsonPath("$.code").value("cursor_invalid"));
        ask(get("/api/v1/instances?status=asleep")).andExpect(jsonPath("$.code").value("validation_failed"));
        ask(get("/api/v1/instances?limit=101")).andExpect(jsonPath("$.code").value("validation_failed"));
    }
}
