package cloud.dumont.sandbox.vastai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class FaultTest extends VastFixture {
    private static final Map<String, String> ANY = Map.of();

    @Test
    void everyKindHasASentenceAndOthersAreRefused() {
        assertThat(vast.faults().kinds().keySet())
                .contains(
                        "offer_gone",
                        "offer_gone_410",
                        "read_after_create_null",
                        "lost_answer",
                        "throttle_plain",
                        "throttle_json",
                        "port_closed_after_running",
                        "spot_refused_with_contract",
                        "image_pull_stuck",
                        "host_offline",
                        "outbid",
                        "price_drift",
                        "unknown_words",
                        "list_page_fails",
                        "out_of_credit",
                        "start_refused",
                        "new_address_after_start",
                        "deprecated_list",
                        "foreign_resources",
                        "odd_content_type");
        assertThat(vast.faults().kinds().values()).allMatch(sentence -> sentence.length() > 20);
        assertThatThrownBy(() -> vast.faults().inject("bit_flip", 1, ANY, 0))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void strikesAsOftenAsToldAndOnlyWhatItMatches() throws IOException {
        long id = create(",\"label\":\"hit\"");
        vast.faults().inject("throttle_json", 2, Map.of("path", "/instances/", "method", "GET", "label", "hit"), 0);

        assertThat(caller.get("/api/v0/users/current/").status()).isEqualTo(200);
        assertThat(caller.get("/api/v0/instances/" + id + "/").status()).isEqualTo(429);
        assertThat(vast.faults().list().getFirst().left()).isEqualTo(1);
        assertThat(caller.get("/api/v0/instances/" + id + "/").status()).isEqualTo(429);
        assertThat(caller.get("/api/v0/instances/" + id + "/").status()).isEqualTo(200);
        assertThat(vast.faults().list()).isEmpty();
    }

    @Test
    void disarmsAfterItsTimeAndWhenCleared() throws IOException {
        vast.faults().inject("throttle_plain", 0, ANY, 30);
        assertThat(caller.get("/api/v0/users/current/").status()).isEqualTo(429);
        pass(Duration.ofSeconds(30));
        assertThat(caller.get("/api/v0/users/current/").status()).isEqualTo(200);

        vast.faults().inject("throttle_plain", 0, ANY, 0);
        vast.faults().clear();
        assertThat(caller.get("/api/v0/users/current/").status()).isEqualTo(200);
    }

    @Test
    void offerGone() throws IOException {
        vast.faults().inject("offer_gone", 1, Map.of("gpu", "RTX 4090"), 0);
        long offer = plainOffer().path("id").asLong();

        Caller.Answer answer = createAnswer(offer, "");

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.json().path("msg").asString()).contains("404/3603");
        assertThat(createAnswer(offer, "").status()).isEqualTo(404);
        assertThat(vast.faults().list()).isEmpty();
        assertThat(list("").path("total_instances").asInt()).isZero();
    }

    @Test
    void offerGoneWhileStarting() throws IOException {
        vast.faults().inject("offer_gone_410", 1, ANY, 0);

        Caller.Answer answer = createAnswer(plainOffer().path("id").asLong(), "");

        assertThat(answer.status()).isEqualTo(410);
        assertThat(answer.json().path("error").asString()).isEqualTo("no_such_ask");
    }

    @Test
    void readAfterCreateIsNullForAWhile() throws IOException {
        vast.faults().inject("read_after_create_null", 1, Map.of("delay_s", "5"), 0);
        long id = create("");

        assertThat(instance(id).isNull()).isTrue();
        assertThat(list("").path("total_instances").asInt()).isZero();
        pass(Duration.ofSeconds(5));
        assertThat(instance(id).path("id").asLong()).isEqualTo(id);
        assertThat(list("").path("total_instances").asInt()).isEqualTo(1);
    }

    @Test
    void lostAnswerIsDoneNevertheless() throws IOException {
        vast.faults().inject("lost_answer", 1, ANY, 0);
        long offer = plainOffer().path("id").asLong();

        assertThatThrownBy(() -> createAnswer(offer, ",\"label\":\"lost\"")).isInstanceOf(IOException.class);

        JsonNode found = list("select_filters=" + Caller.encoded("{\"label\":{\"eq\":\"lost\"}}"));
        assertThat(found.path("total_instances").asInt()).isEqualTo(1);
        assertThat(vast.requests(clock.instant()).stream()
                        .filter(entry -> entry.status() == 0)
                        .count())
                .isEqualTo(1);
    }

    @Test
    void lostAnswerOfAnyCallAndAsGatewayError() throws IOException {
        long id = create("");
        vast.faults().inject("lost_answer", 1, Map.of("method", "DELETE", "form", "502"), 0);

        assertThat(caller.delete("/api/v0/instances/" + id + "/").status()).isEqualTo(502);
        assertThat(instance(id).isNull()).isTrue();
    }

    @Test
    void throttledCallsSaySoInTwoForms() throws IOException {
        vast.faults().inject("throttle_plain", 1, ANY, 0);
        Caller.Answer plain = caller.get("/api/v1/instances/");
        vast.faults().inject("throttle_json", 1, ANY, 0);
        Caller.Answer json = caller.get("/api/v1/instances/");

        assertThat(plain.status()).isEqualTo(429);
        assertThat(plain.contentType()).startsWith("text/plain");
        assertThat(plain.text()).startsWith("API requests too frequent");
        assertThat(json.status()).isEqualTo(429);
        assertThat(json.json().path("detail").asString()).contains("threshold=1.0");
    }

    @Test
    void portStaysClosedAfterRunning() throws IOException {
        vast.faults().inject("port_closed_after_running", 1, Map.of("delay_s", "33"), 0);
        running("");
        running("");

        assertThat(host.orders().getFirst().sshDelay()).isEqualTo(Duration.ofSeconds(33));
        assertThat(host.orders().get(1).sshDelay()).isLessThan(Duration.ofSeconds(8));
    }

    @Test
    void spotRefusedWithContract() throws IOException {
        vast.faults().inject("spot_refused_with_contract", 1, ANY, 0);

        Caller.Answer answer = createAnswer(plainOffer().path("id").asLong(), ",\"price\":0.30");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(instance(answer.json().path("new_contract").asLong())
                        .path("cur_state")
                        .asString())
                .isEqualTo("stopped");
    }

    @Test
    void imagePullIsStuck() throws IOException {
        vast.faults().inject("image_pull_stuck", 1, ANY, 0);
        long id = create("");
        passSlowly(LONGEST_BOOT.multipliedBy(2));

        JsonNode instance = instance(id);
        assertThat(instance.path("actual_status").asString()).isEqualTo("loading");
        assertThat(instance.path("intended_status").asString()).isEqualTo("stopped");
        assertThat(instance.path("status_msg").asString()).contains("Error response from daemon");
        assertThat(vast.meter().resources().getFirst().gpuUsd()).isZero();
    }

    @Test
    void hostGoesOfflineAndComesBack() throws IOException {
        long id = running("");
        vast.faults().inject("host_offline", 1, Map.of("ref", Long.toString(id), "delay_s", "100"), 0);
        pass(Duration.ofSeconds(1));

        assertThat(instance(id).path("actual_status").asString()).isEqualTo("offline");
        assertThat(host.find("vastai", Long.toString(id))).isEmpty();
        pass(Duration.ofSeconds(99));
        assertThat(instance(id).path("actual_status").asString()).isEqualTo("offline");
        pass(Duration.ofSeconds(1));
        assertThat(instance(id).path("actual_status").asString()).isEqualTo("running");
    }

    @Test
    void outbidStrikesSpotInstancesOnly() throws IOException {
        long demand = running("");
        long spot = running(",\"price\":0.19");
        vast.faults().inject("outbid", 1, ANY, 0);
        pass(Duration.ofSeconds(1));

        assertThat(instance(demand).path("actual_status").asString()).isEqualTo("running");
        assertThat(instance(spot).path("next_state").asString()).isEqualTo("stopped");
    }

    @Test
    void priceDriftsBetweenOfferAndInstance() throws IOException {
        vast.faults().inject("price_drift", 1, Map.of("factor", "1.5"), 0);

        long id = create("");

        assertThat(instance(id).path("dph_base").decimalValue()).isEqualByComparingTo("0.54");
    }

    @Test
    void readShowsUnknownWords() throws IOException {
        long id = running("");
        vast.faults().inject("unknown_words", 1, ANY, 0);

        JsonNode odd = instance(id);

        assertThat(odd.path("actual_status").asString()).isEqualTo("defrosting");
        assertThat(odd.path("num_gpus").isString()).isTrue();
        assertThat(odd.has("carbon_report")).isTrue();
        assertThat(instance(id).path("actual_status").asString()).isEqualTo("running");
    }

    @Test
    void laterPageOfTheListFails() throws IOException {
        for (int i = 0; i < 3; i++) {
            create("");
        }
        vast.faults().inject("list_page_fails", 1, ANY, 0);
        String token = list("limit=2").path("next_token").asString();

        assertThat(caller.get("/api/v1/instances/?limit=2&after_token=" + Caller.encoded(token))
                        .status())
                .isEqualTo(500);
        assertThat(list("limit=2&after_token=" + Caller.encoded(token))
                        .path("instances")
                        .size())
                .isEqualTo(1);
    }

    @Test
    void withoutCreditEverythingStopsAndNothingStarts() throws IOException {
        long id = running("");
        vast.faults().inject("out_of_credit", 0, ANY, 600);
        pass(Duration.ofSeconds(1));

        assertThat(instance(id).path("intended_status").asString()).isEqualTo("stopped");
        assertThat(instance(id).path("is_bid").asBoolean()).isFalse();
        assertThat(caller.get("/api/v0/users/current/").json().path("credit").decimalValue())
                .isZero();
        Caller.Answer refused = createAnswer(plainOffer().path("id").asLong(), "");
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.json().path("msg").asString()).contains("lacks credit");
        pass(Duration.ofSeconds(600));
        create("");
    }

    @Test
    void startIsRefusedOrNeverHappens() throws IOException {
        long id = running("");
        String path = "/api/v0/instances/" + id + "/";
        caller.put(path, "{\"state\":\"stopped\"}");
        passSlowly(Duration.ofSeconds(10));

        vast.faults().inject("start_refused", 1, ANY, 0);
        Caller.Answer refused = caller.put(path, "{\"state\":\"running\"}");
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.json().path("error").asString()).isEqualTo("resources_unavailable");

        vast.faults().inject("start_refused", 1, Map.of("form", "scheduling"), 0);
        assertThat(caller.put(path, "{\"state\":\"running\"}").status()).isEqualTo(200);
        passSlowly(LONGEST_BOOT);
        assertThat(instance(id).path("intended_status").asString()).isEqualTo("running");
        assertThat(instance(id).path("actual_status").asString()).isEqualTo("exited");
    }

    @Test
    void startGivesANewAddressThatReallyAnswers() throws IOException {
        long id = running("");
        String old = instance(id).path("public_ipaddr").asString();
        vast.faults().inject("new_address_after_start", 1, ANY, 0);
        caller.put("/api/v0/instances/" + id + "/", "{\"state\":\"stopped\"}");
        passSlowly(Duration.ofSeconds(10));
        caller.put("/api/v0/instances/" + id + "/", "{\"state\":\"running\"}");
        passSlowly(Duration.ofSeconds(15));

        JsonNode instance = instance(id);
        String address = instance.path("public_ipaddr").asString().trim();
        assertThat(address).startsWith("127.").isNotEqualTo(old.trim());
        assertThat(LifeTest.banner(address, sshPort(instance))).isEqualTo("SSH-2.0-OpenSSH_9.2");
    }

    @Test
    void currentListIsDeprecatedToo() throws IOException {
        create("");
        vast.faults().inject("deprecated_list", 1, ANY, 0);

        assertThat(caller.get("/api/v1/instances/").status()).isEqualTo(410);
        assertThat(list("").path("total_instances").asInt()).isEqualTo(1);
    }

    @Test
    void foreignResourcesAppearAndNobodyTouchesThem() throws IOException {
        vast.faults().inject("foreign_resources", 2, ANY, 0);
        pass(Duration.ofSeconds(1));
        pass(Duration.ofSeconds(1));

        JsonNode listed = list("");
        assertThat(listed.path("total_instances").asInt()).isEqualTo(2);
        assertThat(listed.path("instances").path(0).path("actual_status").asString())
                .isEqualTo("running");
        assertThat(caller.get("/api/v0/ssh/").json().size()).isEqualTo(2);
        assertThat(host.calls()).isEmpty();
    }

    @Test
    void answerHasAnOddContentType() throws IOException {
        vast.faults().inject("odd_content_type", 1, ANY, 0);

        Caller.Answer odd = caller.get("/api/v1/instances/");

        assertThat(odd.contentType()).isEqualTo("text/html; charset=UTF-8");
        assertThat(odd.json().path("success").asBoolean()).isTrue();
    }
}
