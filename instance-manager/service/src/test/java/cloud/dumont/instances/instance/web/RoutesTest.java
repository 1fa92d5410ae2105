package cloud.dumont.instances.instance.web;

import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.jsonPath;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import cloud.dumont.instances.bench.Bench;
import cloud.dumont.instances.bench.SteppedTest;
import cloud.dumont.instances.bench.Users;
import cloud.dumont.instances.market.MarketCollector;
import cloud.dumont.provider.testkit.FakeGpuProvider;
import cloud.dumont.provider.testkit.SampleOffers;
import cloud.dumont.web.caller.Caller;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.MockMvc;

/** What the jump host is told. */
@SteppedTest
class RoutesTest {
    @Autowired
    private MockMvc mvc;

    @Autowired
    private FakeGpuProvider vendor;

    @Autowired
    private MarketCollector market;

    private final Caller ana = Users.someone();

    @Test
    void routesTellWhyNothingCanBeReached() throws Exception {
        vendor.sell(SampleOffers.of(Bench.VENDOR, "route-1", SampleOffers.RTX_4090, "0.30"));
        market.collectAll();
        mvc.perform(post("/api/v1/instances")
                        .header("Authorization", Users.bearer(ana))
                        .contentType(MediaType.APPLICATION_JSON)
                        .content("{\"name\":\"routed\",\"gpu\":\"rtx_4090\"}"))
                .andExpect(status().isAccepted());
        mvc.perform(get("/internal/routes")
                        .param("user", ana.user().text())
                        .param("name", "routed")
                        .header("Authorization", Users.monitoring()))
                .andExpect(status().isOk())
                .andExpect(jsonPath("$.host").isEmpty())
                .andExpect(jsonPath("$.message").value("routed is requested: The machine was requested."));
        mvc.perform(get("/internal/routes")
                        .param("user", ana.user().text())
                        .param("name", "unknown")
                        .header("Authorization", Users.monitoring()))
                .andExpect(status().isNotFound());
    }
}
