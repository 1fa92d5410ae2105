package cloud.dumont.sandbox.vastai;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.dumont.sandbox.wire.Json;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class AccountTest extends VastFixture {
    @Test
    void keysOfTheAccountCanBeAddedReplacedAndDeleted() throws IOException {
        assertThat(caller.get("/api/v0/ssh/").json().isArray()).isTrue();
        JsonNode key = caller.post("/api/v0/ssh/", "{\"ssh_key\":\"ssh-ed25519 A one\"}")
                .json()
                .path("key");
        long id = key.path("id").asLong();

        caller.put("/api/v0/ssh/" + id + "/", "{\"ssh_key\":\"ssh-ed25519 B two\"}");
        assertThat(caller.get("/api/v0/ssh").json().path(0).path("public_key").asString())
                .isEqualTo("ssh-ed25519 B two");
        assertThat(caller.delete("/api/v0/ssh/" + id + "/")
                        .json()
                        .path("success")
                        .asBoolean())
                .isTrue();
        assertThat(caller.get("/api/v0/ssh/").json().size()).isZero();
        assertThat(caller.delete("/api/v0/ssh/" + id + "/").status()).isEqualTo(400);
        assertThat(caller.post("/api/v0/ssh/", "{}").json().path("error").asString())
                .isEqualTo("no_ssh_key");
    }

    @Test
    void keysOfAnInstanceAreCopiedAtCreateAndChangedByThemselves() throws IOException {
        caller.post("/api/v0/ssh/", "{\"ssh_key\":\"ssh-ed25519 A one\"}");
        long id = create("");
        caller.post("/api/v0/instances/" + id + "/ssh/", "{\"ssh_key\":\"ssh-ed25519 B two\"}");

        JsonNode keys = keysOf(id);
        assertThat(stream(keys).map(key -> key.path("public_key").asString()))
                .containsExactly("ssh-ed25519 A one", "ssh-ed25519 B two");
        caller.delete(
                "/api/v0/instances/" + id + "/ssh/" + keys.path(0).path("id").asLong() + "/");
        assertThat(keysOf(id).size()).isEqualTo(1);
        assertThat(caller.delete("/api/v0/instances/" + id + "/ssh/1/").status())
                .isEqualTo(404);
        assertThat(caller.get("/api/v0/ssh/").json().size()).isEqualTo(1);
    }

    private JsonNode keysOf(long id) throws IOException {
        String text = caller.get("/api/v0/instances/" + id + "/ssh/")
                .json()
                .path("ssh_keys")
                .asString();
        return Json.parse(text).orElseThrow();
    }

    @Test
    void accountsShareTheMarketAndNothingElse() throws IOException {
        long mine = create("");
        vast.addAccount("other", new BigDecimal("50"));
        Caller other = new Caller(vast.url(), "other");

        assertThat(other.get("/api/v1/instances/")
                        .json()
                        .path("total_instances")
                        .asInt())
                .isZero();
        assertThat(other.get("/api/v0/instances/" + mine + "/")
                        .json()
                        .path("instances")
                        .isNull())
                .isTrue();
        assertThat(other.delete("/api/v0/instances/" + mine + "/").status()).isEqualTo(404);
        assertThat(other.get("/api/v0/users/current/").json().path("credit").decimalValue())
                .isEqualByComparingTo("50");
        assertThat(instance(mine).path("id").asLong()).isEqualTo(mine);
    }

    @Test
    void emptyAccountIsStoppedByTheVendor() throws IOException {
        vast.addAccount("poor", new BigDecimal("0.10"));
        Caller poor = new Caller(vast.url(), "poor");
        long offer = plainOffer().path("id").asLong();
        JsonNode created = poor.put("/api/v0/asks/" + offer + "/", "{\"image\":\"i\",\"disk\":10}")
                .json();
        String path = "/api/v0/instances/" + created.path("new_contract").asLong() + "/";
        passSlowly(LONGEST_BOOT);
        assertThat(poor.get(path).json().path("instances").path("actual_status").asString())
                .isEqualTo("running");

        pass(Duration.ofMinutes(20));
        pass(Duration.ofSeconds(1));

        assertThat(poor.get(path).json().path("instances").path("cur_state").asString())
                .isEqualTo("stopped");
        assertThat(poor.put(path, "{\"state\":\"running\"}").json().path("msg").asString())
                .contains("lacks credit");
    }

    @Test
    void logsAreFetchedFromAnAddressThatIsReadyLater() throws IOException {
        long id = running("");
        String url = caller.put("/api/v0/instances/request_logs/" + id + "/", "{\"tail\":\"500\"}")
                .json()
                .path("result_url")
                .asString();
        Caller anybody = new Caller("", "");

        assertThat(anybody.get(url).status()).isEqualTo(404);
        pass(Duration.ofSeconds(4));
        assertThat(anybody.get(url).text()).contains("instance " + id);
    }

    @Test
    void secretsComeBackInReads() throws IOException {
        long id = create(",\"env\":{\"DUMONT_TOKEN\":\"one-time\"}");

        JsonNode instance = instance(id);

        assertThat(instance.path("jupyter_token").asString()).hasSize(32);
        assertThat(instance.path("extra_env").path(0).path(1).asString()).isEqualTo("one-time");
    }
}
