package cloud.dumont.monitoring.heartbeat;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.dumont.agent.protocol.AgentJson;
import cloud.dumont.agent.protocol.AgentPaths;
import cloud.dumont.agent.protocol.Beat;
import cloud.dumont.agent.protocol.BootstrapFailure;
import cloud.dumont.agent.protocol.NonceRequest;
import cloud.dumont.agent.protocol.TokenRequest;
import cloud.dumont.kernel.Epoch;
import cloud.dumont.kernel.Ids;
import cloud.dumont.kernel.UserId;
import cloud.dumont.monitoring.Box;
import cloud.dumont.monitoring.FakeInstanceManager;
import cloud.dumont.monitoring.Http;
import cloud.dumont.monitoring.Platform;
import cloud.dumont.monitoring.PlatformTest;
import cloud.dumont.monitoring.agent.Agents;
import cloud.dumont.monitoring.machine.Machine;
import cloud.dumont.monitoring.machine.Machines;
import cloud.dumont.testkit.HeldClock;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** What the service says to a box that says the right and the wrong words. */
@PlatformTest
class AgentPlaneTest {
    @Autowired
    FakeInstanceManager instances;

    @Autowired
    Agents agents;

    @Autowired
    Machines machines;

    @Autowired
    HeldClock clock;

    @Autowired
    MeterRegistry meters;

    @LocalServerPort
    int port;

    private final UserId user = Ids.secure(InstantSource.system()).next(UserId::new);
    private FakeInstanceManager.Order order;

    @BeforeEach
    void order() {
        instances.down = false;
        clock.set(InstantSource.system().instant());
        order = instances.order(user, "nlp-1", 3);
    }

    private Box ready() {
        return new Box(port).ready(order.token());
    }

    @Test
    void theTokenItselfNeverLeavesTheService() {
        ready();

        assertThat(instances.enrolments.getLast().toString()).doesNotContain(order.token());
        assertThat(instances.enrolments.getLast().path("fingerprint").asString(""))
                .startsWith("SHA256:");
    }

    @Test
    void theSameKeyMayEnrolAgainAnotherMayNot() {
        Box box = ready();
        Box thief = new Box(port);

        assertThat(box.enrol(order.token()).status()).isEqualTo(200);
        Box.Answer refused = thief.enrol(order.token());

        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.code()).isEqualTo("token_spent");
    }

    @Test
    void aTokenThatNobodyGaveIsRefused() {
        assertThat(new Box(port).enrol("dcb_made_up").code()).isEqualTo("token_invalid");
        assertThat(new Box(port)
                        .post(AgentPaths.ENROLL, "{".getBytes(StandardCharsets.UTF_8), Map.of())
                        .code())
                .isEqualTo("malformed_json");
    }

    @Test
    void whileInstanceManagerIsAwayTheBoxIsAskedToComeAgain() {
        instances.down = true;

        Box.Answer answer = new Box(port).enrol(order.token());

        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.code()).isEqualTo("maintenance");
    }

    @Test
    void aNonceBuysOneToken() {
        Box box = ready();

        assertThat(box.fetchToken(box.enrolment().nonce()).code()).isEqualTo("nonce_invalid");
        String fresh = box.post(AgentPaths.NONCE, new NonceRequest(box.placement()), "")
                .body()
                .path("nonce")
                .asString("");
        Box other = new Box(port);
        assertThat(other.post(
                                AgentPaths.TOKEN,
                                new TokenRequest(
                                        box.placement(), fresh, other.sign(fresh.getBytes(StandardCharsets.UTF_8))),
                                "")
                        .code())
                .isEqualTo("nonce_invalid");
        assertThat(box.fetchToken(fresh).status()).isEqualTo(200);
    }

    @Test
    void anOldNonceBuysNothing() {
        Box box = ready();
        String nonce = box.post(AgentPaths.NONCE, new NonceRequest(box.placement()), "")
                .body()
                .path("nonce")
                .asString("");
        clock.advance(Duration.ofMinutes(3));

        assertThat(box.fetchToken(nonce).code()).isEqualTo("nonce_invalid");
    }

    @Test
    void aBeatIsHeardOnce() {
        Box box = ready();

        assertThat(box.beat(1).status()).isEqualTo(200);
        Box.Answer replayed = box.beat(1);

        assertThat(replayed.status()).isEqualTo(409);
        assertThat(replayed.code()).isEqualTo("beat_replayed");
        assertThat(replayed.body().path("last_seq").asLong()).isEqualTo(1);
        assertThat(box.beat(7).status()).isEqualTo(200);
        assertThat(box.beat(5).code()).isEqualTo("beat_replayed");
        assertThat(agents.find(box.placement()).orElseThrow().lastSeq()).isEqualTo(7);
    }

    @Test
    void oneOfManyEqualBeatsIsHeard() {
        Box box = ready();

        long heard = IntStream.range(0, 8)
                .parallel()
                .filter(i -> box.beat(1).status() == 200)
                .count();

        assertThat(heard).isEqualTo(1);
    }

    @Test
    void aBeatThatSomebodyElseSignedIsRefused() {
        Box box = ready();
        byte[] body = AgentJson.mapper()
                .writeValueAsBytes(Box.beatOf(1, box.enrolment().epoch(), 0));
        Box other = new Box(port);

        Box.Answer forged = box.post(
                AgentPaths.BEAT,
                body,
                Map.of("Authorization", "Bearer " + box.token(), AgentPaths.SIGNATURE_HEADER, other.sign(body)));
        byte[] changed = AgentJson.mapper()
                .writeValueAsBytes(Box.beatOf(2, box.enrolment().epoch(), 0));
        Box.Answer altered = box.post(
                AgentPaths.BEAT,
                changed,
                Map.of("Authorization", "Bearer " + box.token(), AgentPaths.SIGNATURE_HEADER, box.sign(body)));

        assertThat(forged.code()).isEqualTo("signature_invalid");
        assertThat(altered.code()).isEqualTo("signature_invalid");
        assertThat(agents.find(box.placement()).orElseThrow().lastSeq()).isZero();
    }

    @Test
    void aUsersTokenIsNoAgentsToken() {
        Box box = ready();
        byte[] body = AgentJson.mapper()
                .writeValueAsBytes(Box.beatOf(1, box.enrolment().epoch(), 0));

        Box.Answer answer = box.post(
                AgentPaths.BEAT,
                body,
                Map.of(
                        "Authorization",
                        "Bearer " + Platform.tokenOf(user),
                        AgentPaths.SIGNATURE_HEADER,
                        box.sign(body)));

        assertThat(answer.status()).isEqualTo(401);
        assertThat(box.post(AgentPaths.ACKS, Map.of("acks", new int[0]), "").status())
                .isEqualTo(401);
    }

    @Test
    void aBoxOfAnOldGenerationIsToldToBeQuiet() {
        Box box = ready();
        machines.remember(new Machine(order.instance(), user, "nlp-1", new Epoch(4)), clock.instant());

        Box.Answer answer = box.beat(1);

        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.code()).isEqualTo("stale_epoch");
        assertThat(answer.body().path("action").asString("")).isEqualTo("quiesce");
    }

    @Test
    void aBeatOfAnotherEpochThanTheEnrolledOneIsStale() {
        Box box = ready();

        assertThat(box.beat(Box.beatOf(1, new Epoch(9), 0)).code()).isEqualTo("stale_epoch");
    }

    @Test
    void aBeatWithoutItsFieldsIsRefusedAndDoesNotCount() {
        Box box = ready();
        byte[] body = "{\"seq\":5}".getBytes(StandardCharsets.UTF_8);

        Box.Answer answer = box.post(
                AgentPaths.BEAT,
                body,
                Map.of("Authorization", "Bearer " + box.token(), AgentPaths.SIGNATURE_HEADER, box.sign(body)));

        assertThat(answer.code()).isEqualTo("malformed_json");
        assertThat(box.beat(1).status()).isEqualTo(200);
    }

    @Test
    void beatsAreCountedByOutcome() {
        double before = meters.counter("dumont.beats", "outcome", "accepted").count();
        Box box = ready();
        box.beat(1);
        box.beat(1);

        assertThat(meters.counter("dumont.beats", "outcome", "accepted").count())
                .isEqualTo(before + 1);
        assertThat(meters.counter("dumont.beats", "outcome", "beat_replayed").count())
                .isPositive();
        assertThat(meters.get("dumont.gpu.utilization.ratio")
                        .tags("vendor", "vastai", "gpu", "rtx_4090")
                        .gauge()
                        .value())
                .isBetween(0.9, 1.0);
    }

    @Test
    void failedBootstrapsAreCountedUpToALimit() {
        clock.advance(Duration.ofMinutes(2));
        Box box = new Box(port);
        BootstrapFailure failure = new BootstrapFailure("no curl\u0000\n", "use another image");

        assertThat(IntStream.range(0, 60)
                        .map(i -> box.post(AgentPaths.BOOTSTRAP_FAILURE, failure, "")
                                .status()))
                .containsOnly(204);
        assertThat(box.post(AgentPaths.BOOTSTRAP_FAILURE, failure, "").status()).isEqualTo(429);
    }

    @Test
    void whatABeatTellsIsTheMachinesMetricsForItsOwnerOnly() throws Exception {
        Box box = ready();
        Beat beat = Box.beatOf(1, box.enrolment().epoch(), 0);
        box.beat(beat);
        Http http = new Http(port);
        UserId stranger = Ids.secure(InstantSource.system()).next(UserId::new);

        var metrics = http.get("/api/v1/instances/" + order.instance() + "/metrics", user);

        assertThat(metrics.body().at("/gpus/0/utilization_pct").asDouble()).isEqualTo(97.0);
        assertThat(metrics.body().path("memory_total_bytes").asLong()).isEqualTo(64L << 30);
        assertThat(metrics.body().path("cpu_pct").asDouble()).isEqualTo(12.5);
        assertThat(http.get("/api/v1/instances/" + order.instance() + "/metrics", stranger)
                        .status())
                .isEqualTo(404);
    }

    @Test
    void beforeTheFirstBeatMetricsHaveNoTime() throws Exception {
        var metrics = new Http(port).get("/api/v1/instances/" + order.instance() + "/metrics", user);

        assertThat(metrics.status()).isEqualTo(200);
        assertThat(metrics.body().path("at").isNull()).isTrue();
        assertThat(metrics.body().path("gpus").isEmpty()).isTrue();
    }
}
