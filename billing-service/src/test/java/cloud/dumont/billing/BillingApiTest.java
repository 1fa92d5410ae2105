package cloud.dumont.billing;

import static cloud.dumont.billing.Customers.ended;
import static cloud.dumont.billing.Customers.started;
import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.delete;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.content;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.jsonPath;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import cloud.dumont.billing.metering.Metering;
import cloud.dumont.json.DumontJson;
import cloud.dumont.kernel.InstanceId;
import cloud.dumont.kernel.PlacementId;
import cloud.dumont.kernel.UserId;
import cloud.dumont.testkit.HeldClock;
import cloud.dumont.web.caller.Caller;
import cloud.dumont.web.caller.ServiceTokens;
import java.time.Clock;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.ResultActions;
import org.springframework.test.web.servlet.request.MockHttpServletRequestBuilder;
import tools.jackson.databind.JsonNode;

@BillingTest
class BillingApiTest {
    private static final Instant T = Instant.parse("2031-03-01T12:00:00Z");

    @Autowired
    private MockMvc mvc;

    @Autowired
    private Customers customers;

    @Autowired
    private Metering metering;

    @Autowired
    private HeldClock clock;

    private UserId user = new UserId(UUID.randomUUID());
    private final InstanceId machine = Customers.instance();
    private final PlacementId box = Customers.placement();

    @BeforeEach
    void someone() {
        clock.set(T);
        user = customers.with("10", "0", T);
    }

    private ResultActions asUser(MockHttpServletRequestBuilder request, String... scopes) throws Exception {
        Caller caller = new Caller(user, "ana", Set.of(scopes), "user", user.text(), "user");
        return mvc.perform(request.header(
                "Authorization",
                "Bearer "
                        + new ServiceTokens(BillingTest.GATEWAY, Clock.systemUTC())
                                .forCaller("billing-service", caller)));
    }

    private ResultActions asService(MockHttpServletRequestBuilder request) throws Exception {
        return mvc.perform(request.header(
                "Authorization",
                "Bearer " + new ServiceTokens(BillingTest.GATEWAY, Clock.systemUTC()).forService("billing-service")));
    }

    private ResultActions hold(String body) throws Exception {
        return asService(
                post("/internal/holds").contentType(MediaType.APPLICATION_JSON).content(body));
    }

    private String holdOf(String price) {
        return """
                {"instance":"%s","user":"%s","price_per_hour":{"amount":"%s","currency":"USD"},"purpose":"launch"}
                """.formatted(machine, user, price);
    }

    @Test
    void theBalanceSaysWhatIsFreeAndWhenItEnds() throws Exception {
        metering.started(started(user, machine, box, T, "0.36"), T);
        clock.set(T.plusSeconds(400));
        asUser(get("/api/v1/billing/balance"), "billing:read")
                .andExpect(status().isOk())
                .andExpect(content().json("""
                        {"available":{"amount":"9.900000","currency":"USD"},"posted":{"amount":"10.000000","currency":"USD"},
                         "held":{"amount":"0.060000","currency":"USD"},"accrued":{"amount":"0.040000","currency":"USD"},
                         "burn_per_hour":{"amount":"0.360000000","currency":"USD"},"runs_out_at":"2031-03-02T15:36:40Z",
                         "as_of":"2031-03-01T12:06:40Z"}
                        """));
        user = new UserId(UUID.randomUUID());
        asUser(get("/api/v1/billing/balance"), "billing:read")
                .andExpect(jsonPath("$.available.amount").value("0.000000"))
                .andExpect(jsonPath("$.runs_out_at").isEmpty());
    }

    @Test
    void whoMayNotReadIsRefused() throws Exception {
        for (String path : Set.of("balance", "transactions", "usage")) {
            asUser(get("/api/v1/billing/" + path), "instances:read")
                    .andExpect(status().isForbidden())
                    .andExpect(jsonPath("$.code").value("scope_missing"));
            mvc.perform(get("/api/v1/billing/" + path)).andExpect(status().isUnauthorized());
        }
        asUser(get("/internal/can-spend?user=" + user + "&price_nanos_h=1"), "billing:read")
                .andExpect(status().isUnauthorized());
    }

    @Test
    void transactionsArePagedNewestFirst() throws Exception {
        for (int i = 0; i < 25; i++) {
            PlacementId placement = Customers.placement();
            Instant from = T.plusSeconds(100L * i);
            metering.started(started(user, machine, placement, from, "0.36"), from);
            metering.ended(ended(user, machine, placement, from.plusSeconds(50), "stopped"), from.plusSeconds(50));
        }
        Set<String> seen = new HashSet<>();
        String cursor = "";
        int pages = 0;
        do {
            JsonNode page = DumontJson.mapper()
                    .readTree(asUser(get("/api/v1/billing/transactions?limit=10" + cursor), "billing:read")
                            .andExpect(status().isOk())
                            .andReturn()
                            .getResponse()
                            .getContentAsString());
            page.path("data")
                    .forEach(item ->
                            assertThat(seen.add(item.path("id").asString())).isTrue());
            cursor = page.path("next_cursor").isNull()
                    ? ""
                    : "&cursor=" + page.path("next_cursor").asString();
            pages++;
        } while (!cursor.isEmpty());
        assertThat(seen).hasSize(26);
        assertThat(pages).isEqualTo(3);
        asUser(get("/api/v1/billing/transactions?limit=1&instance=" + machine), "billing:read")
                .andExpect(jsonPath("$.data[0].kind").value("usage"))
                .andExpect(jsonPath("$.data[0].amount.amount").value("-0.005000"))
                .andExpect(jsonPath("$.data[0].balance_after.amount").value("9.875000"))
                .andExpect(jsonPath("$.data[0].instance").value(machine.text()))
                .andExpect(jsonPath("$.data[0].description").value("1 x rtx_4090, 50 s at 0.360000000 USD/h"));
        asUser(get("/api/v1/billing/transactions?cursor=AAAA"), "billing:read")
                .andExpect(status().isBadRequest())
                .andExpect(jsonPath("$.code").value("cursor_invalid"));
        asUser(get("/api/v1/billing/transactions?limit=0"), "billing:read").andExpect(status().isBadRequest());
    }

    @Test
    void usageIsToldByIntervalMachineGpuAndDay() throws Exception {
        metering.started(started(user, machine, box, T, "0.36"), T);
        clock.set(T.plusSeconds(86_400));
        asUser(get("/api/v1/billing/usage"), "billing:read")
                .andExpect(status().isOk())
                .andExpect(jsonPath("$.data.length()").value(1))
                .andExpect(jsonPath("$.data[0].seconds").value(86_400))
                .andExpect(jsonPath("$.data[0].amount.amount").value("8.640000"))
                .andExpect(jsonPath("$.data[0].from").value("2031-03-01T12:00:00Z"))
                .andExpect(jsonPath("$.data[0].to").value("2031-03-02T12:00:00Z"));
        asUser(get("/api/v1/billing/usage?group_by=day"), "billing:read")
                .andExpect(jsonPath("$.data[0].key").value("2031-03-01"))
                .andExpect(jsonPath("$.data[0].amount.amount").value("4.320000"))
                .andExpect(jsonPath("$.data[1].seconds").value(43_200));
        asUser(get("/api/v1/billing/usage?group_by=gpu"), "billing:read")
                .andExpect(jsonPath("$.data[0].key").value("rtx_4090"));
        asUser(
                        get(
                                "/api/v1/billing/usage?group_by=instance&from=2031-03-01T13:00:00Z&to=2031-03-01T14:00:00Z"),
                        "billing:read")
                .andExpect(jsonPath("$.data[0].key").value(machine.text()))
                .andExpect(jsonPath("$.data[0].amount.amount").value("0.360000"));
        String csv = asUser(get("/api/v1/billing/usage?group_by=interval").accept("text/csv"), "billing:read")
                .andExpect(status().isOk())
                .andReturn()
                .getResponse()
                .getContentAsString();
        assertThat(csv.lines().toList())
                .hasSize(2)
                .first()
                .isEqualTo("interval,instance,gpu,kind,from,to,seconds,price_per_hour,amount");
        assertThat(csv)
                .contains(
                        machine + ",rtx_4090,gpu,2031-03-01T12:00:00Z,2031-03-02T12:00:00Z,86400,0.360000000,8.640000");
        for (String bad :
                Set.of("group_by=colour", "from=yesterday", "from=2031-03-05T00:00:00Z", "from=2020-01-01T00:00:00Z")) {
            asUser(get("/api/v1/billing/usage?" + bad), "billing:read")
                    .andExpect(status().isBadRequest())
                    .andExpect(jsonPath("$.code").value("validation_failed"));
        }
        metering.ended(ended(user, machine, box, T.plusSeconds(86_400), "stopped"), T.plusSeconds(86_400));
    }

    @Test
    void otherServicesTakeAndReleaseHolds() throws Exception {
        hold(holdOf("0.36"))
                .andExpect(status().isOk())
                .andExpect(jsonPath("$.hold").value(org.hamcrest.Matchers.startsWith("hld_")))
                .andExpect(jsonPath("$.amount.amount").value("0.150000"))
                .andExpect(jsonPath("$.reserve.amount").value("0.060000"))
                .andExpect(jsonPath("$.expires_at").value("2031-03-01T12:05:00Z"));
        hold(holdOf("100"))
                .andExpect(status().isPaymentRequired())
                .andExpect(jsonPath("$.code").value("insufficient_balance"))
                .andExpect(jsonPath("$.needed.amount").value("41.666667"))
                .andExpect(jsonPath("$.available.amount").value("10.000000"));
        asService(get("/internal/can-spend?user=" + user + "&price_nanos_h=360000000"))
                .andExpect(status().isOk())
                .andExpect(jsonPath("$.allowed").value(true))
                .andExpect(jsonPath("$.needed.amount").value("0.150000"))
                .andExpect(jsonPath("$.available.amount").value("9.850000"))
                .andExpect(jsonPath("$.runway_s").value(98_500))
                .andExpect(jsonPath("$.refusals").isEmpty());
        asService(delete("/internal/holds/" + machine)).andExpect(status().isNoContent());
        asService(delete("/internal/holds/" + machine)).andExpect(status().isNoContent());
        asUser(get("/api/v1/billing/balance"), "billing:read")
                .andExpect(jsonPath("$.held.amount").value("0.000000"));
    }

    @Test
    void aHoldThatMakesNoSenseIsRefused() throws Exception {
        for (String bad : Set.of(
                holdOf("0.36").replace("launch", "landing"),
                holdOf("-1"),
                holdOf("9999999"),
                "{\"purpose\":\"launch\"}",
                holdOf("0.36").replace("purpose", "porpoise"),
                holdOf("0.36").replace("usr_", "ins_"),
                "{")) {
            hold(bad).andExpect(status().isBadRequest());
        }
        asService(delete("/internal/holds/nothing")).andExpect(status().isNotFound());
        asService(get("/internal/can-spend?user=" + user + "&price_nanos_h=-1")).andExpect(status().isBadRequest());
    }
}
