package cloud.dumont.sandbox.vastai;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Bids on the plain offer: 0.36 on demand, 0.18 wins now. */
class SpotTest extends VastFixture {
    @Test
    void bidAboveTheLowestRunsAndPaysTheBid() throws IOException {
        long id = running(",\"price\":0.19");

        JsonNode instance = instance(id);
        assertThat(instance.path("is_bid").asBoolean()).isTrue();
        assertThat(instance.path("dph_base").decimalValue()).isEqualByComparingTo("0.19");
        assertThat(instance.path("min_bid").decimalValue()).isEqualByComparingTo("0.18");
    }

    @Test
    void bidAboveTheOnDemandPricePaysNoMoreThanThat() throws IOException {
        long id = running(",\"price\":\"0.50\"");

        assertThat(instance(id).path("dph_base").decimalValue()).isEqualByComparingTo("0.36");
    }

    @Test
    void bidTooLowIsRefusedAndLeavesAStoppedInstanceBehind() throws IOException {
        Caller.Answer answer = createAnswer(plainOffer().path("id").asLong(), ",\"price\":0.10,\"label\":\"x\"");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().path("success").asBoolean(true)).isFalse();
        long left = answer.json().path("new_contract").asLong();
        passSlowly(LONGEST_BOOT);
        JsonNode instance = instance(left);
        assertThat(instance.path("actual_status").asString()).isEqualTo("exited");
        assertThat(instance.path("label").asString()).isEqualTo("x");
        assertThat(vast.meter().resources().getFirst().diskUsd()).isPositive();
        assertThat(vast.meter().resources().getFirst().gpuUsd()).isZero();
    }

    @Test
    void bidEqualToTheLowestIsAcceptedAndNeverStarts() throws IOException {
        long id = create(",\"price\":0.18,\"cancel_unavail\":false");
        passSlowly(LONGEST_BOOT.multipliedBy(3));

        assertThat(instance(id).path("intended_status").asString()).isEqualTo("running");
        assertThat(instance(id).path("actual_status").asString()).isEqualTo("exited");
        assertThat(host.orders()).isEmpty();

        caller.put("/api/v0/instances/bid_price/" + id + "/", "{\"client_id\":\"me\",\"price\":0.2}");
        passSlowly(LONGEST_BOOT);
        assertThat(instance(id).path("actual_status").asString()).isEqualTo("running");
    }

    @Test
    void bidEqualToTheLowestIsCancelledWhenAskedTo() throws IOException {
        Caller.Answer answer =
                createAnswer(plainOffer().path("id").asLong(), ",\"price\":0.18,\"cancel_unavail\":true");

        assertThat(answer.status()).isEqualTo(410);
        assertThat(answer.json().path("msg").asString()).contains("410/3907", "no longer available");
        assertThat(list("").path("total_instances").asInt()).isZero();
    }

    @Test
    void outbidInstanceStopsIsKeptAndResumesWhenTheRivalLeaves() throws IOException {
        long id = running(",\"price\":0.19");
        int oldPort = sshPort(instance(id));

        vast.outbid(Long.toString(id));
        settle();

        JsonNode instance = instance(id);
        assertThat(instance.path("cur_state").asString()).isEqualTo("stopped");
        assertThat(instance.path("intended_status").asString()).isEqualTo("stopped");
        assertThat(instance.path("actual_status").asString()).isEqualTo("exited");
        assertThat(instance.path("is_bid").asBoolean()).isTrue();
        assertThat(host.find("vastai", Long.toString(id))).isEmpty();
        pass(Duration.ofSeconds(599));
        assertThat(instance(id).path("intended_status").asString()).isEqualTo("stopped");
        passSlowly(Duration.ofSeconds(20));
        assertThat(instance(id).path("actual_status").asString()).isEqualTo("running");
        assertThat(sshPort(instance(id))).isNotEqualTo(oldPort);
    }

    @Test
    void higherBidBeatsTheRival() throws IOException {
        long id = running(",\"price\":0.19");
        vast.outbid(Long.toString(id));
        settle();

        assertThat(bid(id, "0.2").path("success").asBoolean()).isTrue();
        passSlowly(Duration.ofSeconds(20));
        assertThat(instance(id).path("actual_status").asString()).isEqualTo("exited");
        bid(id, "0.24");
        passSlowly(Duration.ofSeconds(20));
        assertThat(instance(id).path("actual_status").asString()).isEqualTo("running");
    }

    @Test
    void userWhoStopsAnOutbidInstanceIsNotResumed() throws IOException {
        long id = running(",\"price\":0.19");
        vast.outbid(Long.toString(id));
        caller.put("/api/v0/instances/" + id + "/", "{\"state\":\"stopped\"}");

        pass(Duration.ofSeconds(700));
        passSlowly(Duration.ofSeconds(20));

        assertThat(instance(id).path("actual_status").asString()).isEqualTo("exited");
    }

    @Test
    void badBidsAreRefused() throws IOException {
        long id = create(",\"price\":0.19");

        assertThat(bid(id, "0").path("msg").asString()).isEqualTo("Please set a bid price >= 0.001.");
        assertThat(bid(id, "33").path("success").asBoolean(true)).isFalse();
        assertThat(bid(5, "0.2").path("error").asString()).isEqualTo("no_such_instance");
    }

    private JsonNode bid(long id, String price) throws IOException {
        return caller.put("/api/v0/instances/bid_price/" + id + "/", "{\"client_id\":\"me\",\"price\":" + price + "}")
                .json();
    }
}
