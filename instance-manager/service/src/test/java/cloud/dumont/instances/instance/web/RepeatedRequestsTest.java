package cloud.dumont.instances.instance.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.hasSize;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.header;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.jsonPath;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import cloud.dumont.instances.bench.Bench;
import cloud.dumont.instances.bench.FakePeers;
import cloud.dumont.instances.bench.SteppedTest;
import cloud.dumont.instances.bench.Users;
import cloud.dumont.instances.market.MarketCollector;
import cloud.dumont.kernel.GpuModel;
import cloud.dumont.provider.testkit.FakeGpuProvider;
import cloud.dumont.provider.testkit.SampleOffers;
import cloud.dumont.web.caller.Caller;
import com.jayway.jsonpath.JsonPath;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.ResultActions;
import org.springframework.test.web.servlet.request.MockHttpServletRequestBuilder;

/** One key, one machine, however often and however many at once. */
@SteppedTest
class RepeatedRequestsTest {
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

    @Test
    void aRepeatedKeyIsOneMachineAndTheSameAnswer() throws Exception {
        String first = ask(create(BY_GPU).header("Idempotency-Key", "key-00000001"))
                .andExpect(status().isAccepted())
                .andExpect(header().doesNotExist("Idempotency-Replayed"))
                .andReturn()
                .getResponse()
                .getContentAsString();
        ResultActions again = ask(create(BY_GPU).header("Idempotency-Key", "\"key-00000001\""))
                .andExpect(status().isAccepted())
                .andExpect(header().string("Idempotency-Replayed", "true"))
                .andExpect(header().exists("Location"));
        assertThat(again.andReturn().getResponse().getContentAsString()).isEqualTo(first);
        ask(create("{\"gpu\":\"rtx_4090\",\"disk_gb\":50}").header("Idempotency-Key", "key-00000001"))
                .andExpect(status().is(422))
                .andExpect(jsonPath("$.code").value("idempotency_key_reused"));
        ask(create(BY_GPU).header("Idempotency-Key", "key-00000001"), Users.someone())
                .andExpect(header().doesNotExist("Idempotency-Replayed"));
        ask(get("/api/v1/instances")).andExpect(jsonPath("$.data").value(hasSize(1)));
    }

    @Test
    void aRefusedRequestFreezesNothing() throws Exception {
        peers.billingAway(true);
        ask(create(BY_GPU).header("Idempotency-Key", "key-00000002")).andExpect(status().isServiceUnavailable());
        peers.billingAway(false);
        ask(create(BY_GPU).header("Idempotency-Key", "key-00000002")).andExpect(status().isAccepted());
    }

    @Test
    void aRequestWhoseMakerDiedIsResumedWithTheSameId() throws Exception {
        ask(create(BY_GPU).header("Idempotency-Key", "key-00000003")).andExpect(status().isAccepted());
        jdbc.sql("DELETE FROM actions WHERE user_id = :user")
                .param("user", ana.user().value())
                .update();
        jdbc.sql("DELETE FROM host_keys WHERE instance_id IN (SELECT id FROM instances WHERE user_id = :user)")
                .param("user", ana.user().value())
                .update();
        jdbc.sql("DELETE FROM backup_workspaces WHERE user_id = :user")
                .param("user", ana.user().value())
                .update();
        jdbc.sql("DELETE FROM instances WHERE user_id = :user")
                .param("user", ana.user().value())
                .update();
        // As it looks when the process died between setting money aside and its commit.
        jdbc.sql(
                        "UPDATE idempotency SET state = 'running', body = NULL, status = NULL, locked_until = now() + interval '60 s' WHERE user_id = :user")
                .param("user", ana.user().value())
                .update();
        ask(create(BY_GPU).header("Idempotency-Key", "key-00000003"))
                .andExpect(status().isConflict())
                .andExpect(jsonPath("$.code").value("idempotency_in_progress"))
                .andExpect(header().string("Retry-After", "1"));
        jdbc.sql("UPDATE idempotency SET locked_until = now() - interval '1 d' WHERE user_id = :user")
                .param("user", ana.user().value())
                .update();
        String id = JsonPath.read(
                ask(create(BY_GPU).header("Idempotency-Key", "key-00000003"))
                        .andExpect(status().isAccepted())
                        .andReturn()
                        .getResponse()
                        .getContentAsString(),
                "$.id");
        assertThat(jdbc.sql(
                                "SELECT count(*) FROM idempotency WHERE user_id = :user AND resource_id = CAST(:id AS uuid)")
                        .param("user", ana.user().value())
                        .param("id", cloud.dumont.kernel.InstanceId.parse(id).value())
                        .query(Integer.class)
                        .single())
                .isEqualTo(1);
    }

    @Test
    void fiftyAtOnceWithOneKeyAreOneMachine() throws Exception {
        List<Integer> answers = new ArrayList<>();
        try (ExecutorService crowd = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Integer>> all = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                all.add(crowd.submit(() -> ask(create(BY_GPU).header("Idempotency-Key", "key-00000050"))
                        .andReturn()
                        .getResponse()
                        .getStatus()));
            }
            for (Future<Integer> one : all) {
                answers.add(one.get());
            }
        }
        assertThat(answers).containsOnly(202, 409).contains(202);
        ask(get("/api/v1/instances")).andExpect(jsonPath("$.data").value(hasSize(1)));
        assertThat(jdbc.sql(
                                "SELECT count(*) FROM outbox WHERE payload->>'type' = 'instance.requested' AND payload->>'user' = :user")
                        .param("user", ana.user().text())
                        .query(Integer.class)
                        .single())
                .isEqualTo(1);
    }

    @Test
    void aFullQuotaHoldsAgainstManyAtOnce() throws Exception {
        peers.maxInstances(3);
        List<Integer> answers = new ArrayList<>();
        try (ExecutorService crowd = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Integer>> all = new ArrayList<>();
            for (int i = 0; i < 12; i++) {
                all.add(crowd.submit(
                        () -> ask(create(BY_GPU)).andReturn().getResponse().getStatus()));
            }
            for (Future<Integer> one : all) {
                answers.add(one.get());
            }
        }
        assertThat(answers).filteredOn(answer -> answer == 202).hasSize(3);
        assertThat(answers).filteredOn(answer -> answer == 409).hasSize(9);
    }
}
