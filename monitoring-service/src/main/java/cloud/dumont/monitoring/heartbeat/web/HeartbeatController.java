package cloud.dumont.monitoring.heartbeat.web;

import cloud.dumont.agent.protocol.AgentPaths;
import cloud.dumont.agent.protocol.BootstrapFailure;
import cloud.dumont.agent.protocol.Goodbye;
import cloud.dumont.agent.protocol.PreflightReport;
import cloud.dumont.monitoring.agent.AgentBody;
import cloud.dumont.monitoring.agent.AgentCaller;
import cloud.dumont.monitoring.agent.AgentRefusal;
import cloud.dumont.monitoring.agent.Agents;
import cloud.dumont.monitoring.health.Signals;
import cloud.dumont.monitoring.health.WatchHealth;
import cloud.dumont.monitoring.heartbeat.FailedBootstraps;
import cloud.dumont.monitoring.heartbeat.HearBeat;
import cloud.dumont.monitoring.heartbeat.InstanceQuestions;
import cloud.dumont.web.problem.RefusedException;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** What an agent says while it lives. */
@RestController
class HeartbeatController {
    private static final Logger log = LoggerFactory.getLogger(HeartbeatController.class);
    private final HearBeat hearBeat;
    private final InstanceQuestions questions;
    private final FailedBootstraps failedBootstraps;
    private final Agents agents;
    private final WatchHealth health;
    private final InstantSource clock;

    HeartbeatController(
            HearBeat hearBeat,
            InstanceQuestions questions,
            FailedBootstraps failedBootstraps,
            Agents agents,
            WatchHealth health,
            InstantSource clock) {
        this.hearBeat = hearBeat;
        this.questions = questions;
        this.failedBootstraps = failedBootstraps;
        this.agents = agents;
        this.health = health;
        this.clock = clock;
    }

    @PostMapping(AgentPaths.BEAT)
    ResponseEntity<byte[]> beat(
            AgentCaller agent,
            @RequestHeader(value = AgentPaths.SIGNATURE_HEADER, required = false) @Nullable String signature,
            @RequestBody byte[] body) {
        return AgentBody.answer(hearBeat.hear(agent, body, signature == null ? "" : signature));
    }

    @PostMapping(AgentPaths.PREFLIGHT)
    ResponseEntity<byte[]> preflight(AgentCaller agent, @RequestBody byte[] body) {
        PreflightReport report =
                AgentBody.read(body, PreflightReport.class, it -> it.epoch() != null && it.box() != null);
        if (!report.epoch().equals(agent.epoch())) {
            throw new RefusedException(new AgentRefusal.StaleEpoch());
        }
        return AgentBody.answer(questions.preflight(agent.placement(), report));
    }

    @GetMapping(AgentPaths.AUTHORIZED_KEYS)
    ResponseEntity<byte[]> authorizedKeys(AgentCaller agent) {
        return AgentBody.answer(questions.authorizedKeys(agent.placement()));
    }

    @PostMapping(AgentPaths.GOODBYE)
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void goodbye(AgentCaller agent, @RequestBody byte[] body) {
        Goodbye goodbye = AgentBody.read(body, Goodbye.class, it -> it.reason() != null);
        String reason = goodbye.reason().length() > 100 ? goodbye.reason().substring(0, 100) : goodbye.reason();
        Instant now = clock.instant();
        agents.goodbye(agent.placement(), reason, now);
        // An agent that restarts is back before its broken line counts.
        if (reason.equals(Goodbye.SIGTERM)) {
            health.add(agent.placement(), Signals.goodbye(reason, now), now);
        } else {
            health.tell(agent.placement(), Signals.goodbye(reason, now), now);
        }
        log.atInfo()
                .addKeyValue("placement_id", agent.placement())
                .addKeyValue("reason", reason)
                .log("an agent said goodbye");
    }

    @PostMapping(AgentPaths.BOOTSTRAP_FAILURE)
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void bootstrapFailure(@RequestBody byte[] body) {
        failedBootstraps.report(
                AgentBody.read(body, BootstrapFailure.class, it -> it.what() != null && it.remedy() != null));
    }
}
