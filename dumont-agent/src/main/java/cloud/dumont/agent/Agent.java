package cloud.dumont.agent;

import cloud.dumont.agent.beat.BeatLoop;
import cloud.dumont.agent.beat.ClockOffset;
import cloud.dumont.agent.beat.Sequence;
import cloud.dumont.agent.beat.Telemetry;
import cloud.dumont.agent.box.Box;
import cloud.dumont.agent.command.CommandDesk;
import cloud.dumont.agent.command.Quiesce;
import cloud.dumont.agent.command.StreamLoop;
import cloud.dumont.agent.command.SyncKeys;
import cloud.dumont.agent.gpu.NvidiaSmi;
import cloud.dumont.agent.identity.AgentKey;
import cloud.dumont.agent.identity.Enrol;
import cloud.dumont.agent.life.Life;
import cloud.dumont.agent.life.StateFiles;
import cloud.dumont.agent.platform.PlatformClient;
import cloud.dumont.agent.platform.PlatformFailure;
import cloud.dumont.agent.platform.PlatformSession;
import cloud.dumont.agent.preflight.Installation;
import cloud.dumont.agent.preflight.PreflightLoop;
import cloud.dumont.agent.protocol.AgentPaths;
import cloud.dumont.agent.protocol.EnrollAnswer;
import cloud.dumont.agent.protocol.Goodbye;
import cloud.dumont.agent.ssh.AuthorizedKeysFile;
import cloud.dumont.agent.ssh.HostKeyFile;
import cloud.dumont.agent.ssh.SshDaemon;
import cloud.dumont.agent.ssh.SshEnvironment;
import cloud.dumont.agent.start.StartCommand;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The agent of one box: enrols, then runs its loops until it is told to end. */
public final class Agent {
    private static final System.Logger log = System.getLogger(Agent.class.getName());
    private static final Duration GPU_DEADLINE = Duration.ofSeconds(5);
    private final AgentConfig config;
    private final StateFiles state;
    private final InstantSource clock;
    private final Life life = new Life();
    private volatile @Nullable PlatformSession session;

    public Agent(AgentConfig config, InstantSource clock) throws IOException {
        this.config = config;
        this.state = StateFiles.in(config.state());
        this.clock = clock;
    }

    /** @return false when another agent works in this folder */
    public boolean isTheOnlyOne() throws IOException {
        return state.lock() != null;
    }

    /** Returns when {@link #end} was called. */
    public void run() throws IOException {
        AgentKey key = AgentKey.loadOrMake(state);
        PlatformClient platform = new PlatformClient(config.url());
        Box box = new Box(Path.of("/"), config.home());
        Telemetry telemetry = new Telemetry(new NvidiaSmi(config.nvidiaSmi(), GPU_DEADLINE));
        Optional<EnrollAnswer> enrolled = new Enrol(platform, state, key, life)
                .enrol(config.token(), config.version(), () -> box.facts(telemetry.askNow()));
        if (enrolled.isPresent()) {
            EnrollAnswer enrolment = enrolled.get();
            PlatformSession known = new PlatformSession(platform, enrolment.placement(), key::sign, enrolment.nonce());
            session = known;
            live(enrolment, known, box, telemetry);
        }
    }

    private void live(EnrollAnswer enrolment, PlatformSession platform, Box box, Telemetry telemetry)
            throws IOException {
        String bootId = Objects.requireNonNullElseGet(config.bootId(), box::bootId);
        SshDaemon ssh = new SshDaemon(config.ssh());
        AuthorizedKeysFile keys = new AuthorizedKeysFile(config.ssh().authorizedKeys(), state);
        StartCommand start = new StartCommand(
                enrolment.startCommand(),
                enrolment.environment(),
                bootId,
                StateFiles.in(config.home().resolve("start")));
        Quiesce quiesce = new Quiesce(state, keys, ssh, start);
        SyncKeys syncKeys = new SyncKeys(platform, keys, quiesce);
        Backup backup = Backup.of(config, enrolment.epoch(), platform, ssh, syncKeys, quiesce, state, life, clock);
        CommandDesk desk = new CommandDesk(platform, syncKeys, quiesce, backup.desk()::changed, state, life);
        ClockOffset offset = new ClockOffset();
        Installation installation = new Installation(
                enrolment,
                new HostKeyFile(config.ssh().hostKey()),
                keys,
                new SshEnvironment(config.ssh(), config.home(), ssh),
                ssh);
        PreflightLoop preflight = new PreflightLoop(
                platform,
                enrolment.epoch(),
                bootId,
                installation,
                new PreflightLoop.Instruments(box, telemetry, ssh, offset),
                start,
                backup.gate(),
                state,
                life);
        BeatLoop beats = new BeatLoop(
                platform,
                enrolment.epoch(),
                bootId,
                new BeatLoop.Sources(box, telemetry, start, desk, backup.status()::reading),
                new Sequence(state),
                offset,
                life,
                clock,
                enrolment.beatSeconds());
        StreamLoop stream = new StreamLoop(platform, desk, syncKeys, life);
        boolean quiet = quiesce.isQuiet();
        join(List.of(
                loop("beats", beats),
                loop("commands", desk),
                loop("stream", stream),
                loop("preflight", quiet ? desk::quiesce : preflight),
                loop("backup", quiet ? () -> log.log(System.Logger.Level.INFO, "no backups") : backup.loop())));
    }

    private static Thread loop(String name, Runnable loop) {
        return Thread.ofPlatform().name(name).daemon().start(loop);
    }

    private void join(List<Thread> loops) {
        while (life.sleep(Duration.ofHours(1))) {
            log.log(System.Logger.Level.DEBUG, "still here");
        }
        for (Thread loop : loops) {
            try {
                loop.join(Duration.ofSeconds(1));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    /** Tells the platform why, if it listens, and ends the loops. */
    public void end(String reason) {
        PlatformSession known = session;
        if (known != null && life.goesOn()) {
            Thread word = Thread.ofVirtual().start(() -> sayGoodbye(known, reason));
            try {
                word.join(Duration.ofSeconds(3));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        life.end();
    }

    private static void sayGoodbye(PlatformSession platform, String reason) {
        try {
            platform.tell(AgentPaths.GOODBYE, new Goodbye(reason));
        } catch (PlatformFailure e) {
            log.log(System.Logger.Level.DEBUG, "nobody heard the goodbye", e);
        }
    }
}
