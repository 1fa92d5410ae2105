package cloud.dumont.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Bad input and other people's things: a problem document with a stable code, and nothing changed. */
@Tag("quick")
class RefusalsIT {
    private final Platform platform = Platform.get();

    private static void refused(Api.Answer answer, int status, String code) {
        assertThat(answer.status()).as(answer.raw().body()).isEqualTo(status);
        assertThat(answer.text("code")).isEqualTo(code);
        assertThat(answer.text("request_id")).isNotEmpty();
        assertThat(answer.raw().headers().firstValue("Content-Type")).hasValue("application/problem+json");
    }

    @Test
    void whoIsNobodyGetsNothing() {
        refused(platform.api(null).get("/instances"), 401, "unauthenticated");
        refused(platform.api("dck_not_a_key").get("/instances"), 401, "unauthenticated");
        refused(platform.api(null).get("/no-such-thing"), 404, "not_found");
        refused(
                platform.api(null)
                        .send("GET", "/instances", null, Map.of("X-User-Id", "usr_01h455vb4pex5vsknk084sn02q")),
                401,
                "unauthenticated");
    }

    @Test
    void badBodiesChangeNothing() {
        User ana = User.signUp(platform);
        refused(ana.api().post("/instances", "{\"gpu\":"), 400, "malformed_json");
        refused(ana.api().post("/instances", Map.of("gpu", "rtx_4090", "epoch", 9)), 400, "unknown_field");
        refused(ana.api().post("/instances", Map.of("gpu", "rtx_4090", "disk_gb", -1)), 400, "validation_failed");
        refused(ana.api().post("/instances", Map.of("gpu", "abacus")), 422, "no_offer_matches");
        assertThat(ana.api().get("/instances").body().path("data").size()).isZero();
        refused(ana.api().get("/instances/ins_nonsense"), 404, "not_found");
    }

    @Test
    void aKeyDoesOnlyWhatItsScopesSay() {
        User reader = User.signUp(platform).withApiKey("instances:read");
        assertThat(reader.api().get("/instances").status()).isEqualTo(200);
        refused(reader.api().post("/instances", Map.of("gpu", "rtx_4090")), 403, "scope_missing");
        Api.Answer minting =
                reader.api().post("/api-keys", Map.of("name", "more", "scopes", List.of("instances:write")));
        assertThat(minting.status()).isEqualTo(403);
    }

    @Test
    void twoCreatesWithOneKeyAreOneMachineAndNobodyElseSeesIt() throws Exception {
        User ana = User.signUp(platform);
        String key = UUID.randomUUID().toString();
        Map<String, Object> body = User.order("rtx_3090");
        List<Callable<Api.Answer>> calls = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            calls.add(() -> ana.api().post("/instances", body, Map.of("Idempotency-Key", key)));
        }
        Set<String> ids = new HashSet<>();
        try (ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Api.Answer> call : pool.invokeAll(calls)) {
                Api.Answer answer = call.get();
                assertThat(answer.status()).isIn(202, 409);
                if (answer.status() == 202) {
                    ids.add(answer.text("id"));
                }
            }
        }
        assertThat(ids).hasSize(1);
        assertThat(ana.api().get("/instances").body().path("data").size()).isEqualTo(1);
        refused(
                ana.api().post("/instances", Map.of("gpu", "rtx_4090"), Map.of("Idempotency-Key", key)),
                422,
                "idempotency_key_reused");

        String id = ids.iterator().next();
        User bob = User.signUp(platform);
        refused(bob.api().get("/instances/" + id), 404, "not_found");
        refused(bob.api().delete("/instances/" + id), 404, "not_found");
        refused(bob.api().post("/instances/" + id + "/stop", Map.of("accept_data_loss", true)), 404, "not_found");
        assertThat(bob.api().get("/events?instance=" + id).body().path("data").size())
                .isZero();
        ana.destroy(id);
        platform.awaitNoBoxes();
    }
}
