package cloud.dumont.monitoring.heartbeat;

import cloud.dumont.agent.protocol.Beat;
import cloud.dumont.agent.protocol.BeatAnswer;
import cloud.dumont.agent.protocol.Command;
import cloud.dumont.monitoring.agent.Agent;
import cloud.dumont.monitoring.agent.AgentBody;
import cloud.dumont.monitoring.agent.AgentCaller;
import cloud.dumont.monitoring.agent.AgentRefusal;
import cloud.dumont.monitoring.agent.Agents;
import cloud.dumont.monitoring.agent.BeatConfig;
import cloud.dumont.monitoring.agent.Rhythm;
import cloud.dumont.monitoring.agent.Signatures;
import cloud.dumont.monitoring.command.Commands;
import cloud.dumont.monitoring.health.WatchHealth;
import cloud.dumont.monitoring.machine.Machines;
import cloud.dumont.web.problem.RefusedException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** Hears a beat: signed by the enrolled key, with a number never heard before, of the machine's current generation. */
@Component
public class HearBeat {
    private final Agents agents;
    private final Machines machines;
    private final Commands commands;
    private final WatchHealth health;
    private final AfterBeat afterBeat;
    private final BeatConfig config;
    private final BeatCount count;
    private final InstantSource clock;
    private final TransactionTemplate transactions;

    HearBeat(
            Agents agents,
            Machines machines,
            Commands commands,
            WatchHealth health,
            AfterBeat afterBeat,
            BeatConfig config,
            BeatCount count,
            InstantSource clock,
            TransactionTemplate transactions) {
        this.agents = agents;
        this.machines = machines;
        this.commands = commands;
        this.health = health;
        this.afterBeat = afterBeat;
        this.config = config;
        this.count = count;
        this.clock = clock;
        this.transactions = transactions;
    }

    private record Heard(List<Command> commands, Optional<Instant> deadline) {}

    /**
     * @param body exactly the bytes that were signed
     * @throws RefusedException {@code signature_invalid}, {@code beat_replayed}, {@code stale_epoch}, {@code malformed_json}
     */
    public BeatAnswer hear(AgentCaller caller, byte[] body, String signature) {
        Instant now = clock.instant();
        Agent agent = agents.find(caller.placement())
                .filter(found -> Signatures.verify(found.publicKey(), body, signature))
                .orElseThrow(() -> refuse(new AgentRefusal.SignatureInvalid()));
        Beat beat = AgentBody.read(body, Beat.class, HearBeat::complete);
        // A fenced box is still heard, so that the platform knows it is there; it just gets no other answer.
        if (isStale(agent, beat)) {
            agents.takeSeq(agent.placement(), beat, agent.rhythm(), now);
            throw refuse(new AgentRefusal.StaleEpoch());
        }
        Heard heard = transactions.execute(status -> take(agent, beat, now));
        if (heard == null) {
            throw new IllegalStateException("a transaction without a result");
        }
        count.accepted();
        afterBeat.note(agent, beat, heard.deadline(), now);
        return new BeatAnswer(now, heard.commands(), config.seconds());
    }

    private static boolean complete(Beat beat) {
        return beat.epoch() != null && beat.bootId() != null && beat.load() != null && beat.gpus() != null;
    }

    private boolean isStale(Agent agent, Beat beat) {
        return agent.fencedAt() != null
                || !beat.epoch().equals(agent.epoch())
                || machines.known(agent.instance())
                        .filter(machine -> agent.epoch().isBefore(machine.epoch()))
                        .isPresent();
    }

    private Heard take(Agent agent, Beat beat, Instant now) {
        Rhythm rhythm = agent.lastBeat()
                .map(last -> agent.rhythm().after(Duration.between(last, now)))
                .orElse(agent.rhythm());
        if (!agents.takeSeq(agent.placement(), beat, rhythm, now)) {
            long last = agents.find(agent.placement()).map(Agent::lastSeq).orElse(beat.seq());
            throw refuse(new AgentRefusal.BeatReplayed(last));
        }
        return new Heard(
                commands.after(agent.placement(), beat.lastCommand()),
                health.beatHeard(agent.placement(), rhythm, now));
    }

    private RefusedException refuse(AgentRefusal refusal) {
        count.refused(refusal);
        return new RefusedException(refusal);
    }
}
