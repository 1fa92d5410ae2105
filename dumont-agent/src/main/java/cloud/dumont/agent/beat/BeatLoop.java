package cloud.dumont.agent.beat;

import cloud.dumont.agent.box.Box;
import cloud.dumont.agent.command.CommandDesk;
import cloud.dumont.agent.gpu.GpuReport;
import cloud.dumont.agent.life.Backoff;
import cloud.dumont.agent.life.Life;
import cloud.dumont.agent.platform.PlatformFailure;
import cloud.dumont.agent.platform.PlatformSession;
import cloud.dumont.agent.protocol.AgentJson;
import cloud.dumont.agent.protocol.AgentPaths;
import cloud.dumont.agent.protocol.Beat;
import cloud.dumont.agent.protocol.BeatAnswer;
import cloud.dumont.agent.protocol.backup.BackupReading;
import cloud.dumont.agent.start.StartCommand;
import cloud.dumont.kernel.Epoch;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Says "alive" again and again, whatever else goes on. */
public final class BeatLoop implements Runnable {
    private static final System.Logger log = System.getLogger(BeatLoop.class.getName());
    private static final double JITTER = 0.1;
    private static final Duration TELEMETRY_BEFORE_BEAT = Duration.ofSeconds(6);

    /** What a beat tells of. */
    public record Sources(
            Box box,
            Telemetry telemetry,
            StartCommand startCommand,
            CommandDesk desk,
            Supplier<@Nullable BackupReading> backup) {}

    private final PlatformSession platform;
    private final Epoch epoch;
    private final String bootId;
    private final Sources sources;
    private final Sequence sequence;
    private final ClockOffset offset;
    private final Life life;
    private final InstantSource clock;
    private final RandomGenerator random = RandomGenerator.getDefault();
    private final Backoff backoff = new Backoff(Duration.ofSeconds(2), Duration.ofSeconds(10), random);
    private final long startedNanos = System.nanoTime();
    private Duration every;

    public BeatLoop(
            PlatformSession platform,
            Epoch epoch,
            String bootId,
            Sources sources,
            Sequence sequence,
            ClockOffset offset,
            Life life,
            InstantSource clock,
            int beatSeconds) {
        this.platform = platform;
        this.epoch = epoch;
        this.bootId = bootId;
        this.sources = sources;
        this.sequence = sequence;
        this.offset = offset;
        this.life = life;
        this.clock = clock;
        this.every = Duration.ofSeconds(Math.max(1, beatSeconds));
    }

    @Override
    public void run() {
        while (life.goesOn()) {
            long begun = System.nanoTime();
            Duration pause = beat().minusNanos(System.nanoTime() - begun);
            Duration first = pause.minus(TELEMETRY_BEFORE_BEAT);
            if (first.isPositive()) {
                life.sleep(first);
                pause = TELEMETRY_BEFORE_BEAT;
            }
            sources.telemetry().askSoon();
            life.sleep(pause);
        }
    }

    /** @return how long after the start of this beat the next one comes */
    private Duration beat() {
        try {
            send();
            backoff.reset();
            return jittered();
        } catch (PlatformFailure e) {
            return switch (e) {
                case PlatformFailure.Refused refused -> refused(refused);
                case PlatformFailure.Unreachable unreachable -> {
                    log.log(System.Logger.Level.WARNING, "a beat was not heard: {0}", e.getMessage());
                    yield unreachable.pause(backoff.next());
                }
            };
        } catch (RuntimeException e) {
            log.log(System.Logger.Level.ERROR, "a beat failed unexpectedly", e);
            return jittered();
        }
    }

    private void send() throws PlatformFailure {
        Instant sent = clock.instant();
        byte[] body = AgentJson.mapper().writeValueAsBytes(compose(sequence.next(), sent));
        BeatAnswer answer = platform.postSigned(AgentPaths.BEAT, body, BeatAnswer.class);
        offset.measured(sent, clock.instant(), answer.platformTime());
        every = Duration.ofSeconds(Math.max(1, answer.nextSeconds()));
        answer.commands().forEach(sources.desk()::take);
    }

    private Beat compose(long seq, Instant now) {
        GpuReport gpus = sources.telemetry().newest();
        return new Beat(
                seq,
                epoch,
                bootId,
                Duration.ofNanos(System.nanoTime() - startedNanos).toMillis(),
                now,
                sources.box().load(),
                gpus.readings(),
                gpus.answers(),
                sources.startCommand().state(),
                sources.desk().lastApplied(),
                sources.backup().get());
    }

    private Duration refused(PlatformFailure.Refused e) {
        switch (e.code()) {
            case "stale_epoch" -> sources.desk().quiesce();
            case "beat_replayed" -> {
                sequence.goOnAfter(e.number("last_seq", 0));
                return backoff.next();
            }
            default -> log.log(System.Logger.Level.ERROR, "a beat was refused: {0}", e.getMessage());
        }
        return jittered();
    }

    private Duration jittered() {
        double factor = 1 + JITTER * (2 * random.nextDouble() - 1);
        return Duration.ofMillis(Math.round(every.toMillis() * factor));
    }
}
