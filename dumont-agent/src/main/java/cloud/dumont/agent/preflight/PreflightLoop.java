package cloud.dumont.agent.preflight;

import cloud.dumont.agent.backup.StartGate;
import cloud.dumont.agent.beat.ClockOffset;
import cloud.dumont.agent.beat.Telemetry;
import cloud.dumont.agent.box.Box;
import cloud.dumont.agent.gpu.GpuReport;
import cloud.dumont.agent.life.Backoff;
import cloud.dumont.agent.life.Life;
import cloud.dumont.agent.life.StateFiles;
import cloud.dumont.agent.platform.PlatformFailure;
import cloud.dumont.agent.platform.PlatformSession;
import cloud.dumont.agent.protocol.AgentPaths;
import cloud.dumont.agent.protocol.PreflightReport;
import cloud.dumont.agent.protocol.PreflightVerdict;
import cloud.dumont.agent.ssh.SshDaemon;
import cloud.dumont.agent.start.StartCommand;
import cloud.dumont.kernel.Epoch;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Measures the box until the platform has judged it; once per start of the box. */
public final class PreflightLoop implements Runnable {
    private static final System.Logger log = System.getLogger(PreflightLoop.class.getName());
    private static final String ACCEPTED = "accepted";
    private static final Duration AGAIN = Duration.ofSeconds(1);
    private static final Duration AFTER_REFUSAL = Duration.ofSeconds(30);
    private static final int TRIES_FOR_SSH = 90;

    /** What is measured. */
    public record Instruments(Box box, Telemetry telemetry, SshDaemon ssh, ClockOffset offset) {}

    private final PlatformSession platform;
    private final Epoch epoch;
    private final String bootId;
    private final Installation installation;
    private final Instruments instruments;
    private final StartCommand startCommand;
    private final StartGate gate;
    private final StateFiles state;
    private final Life life;
    private final Backoff backoff =
            new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(10), RandomGenerator.getDefault());

    public PreflightLoop(
            PlatformSession platform,
            Epoch epoch,
            String bootId,
            Installation installation,
            Instruments instruments,
            StartCommand startCommand,
            StartGate gate,
            StateFiles state,
            Life life) {
        this.platform = platform;
        this.epoch = epoch;
        this.bootId = bootId;
        this.installation = installation;
        this.instruments = instruments;
        this.startCommand = startCommand;
        this.gate = gate;
        this.state = state;
        this.life = life;
    }

    @Override
    public void run() {
        try {
            List<String> failures = installation.install();
            if (state.read(ACCEPTED).filter(bootId::equals).isEmpty() && !judged(failures)) {
                return;
            }
            if (gate.await(life)) {
                startCommand.startOnce();
            }
        } catch (IOException e) {
            log.log(System.Logger.Level.ERROR, "the start command cannot be run", e);
        }
    }

    /** @return whether the box was accepted; false also when life ended */
    private boolean judged(List<String> failures) throws IOException {
        waitForSsh();
        while (life.goesOn()) {
            Duration pause;
            try {
                PreflightVerdict verdict =
                        platform.post(AgentPaths.PREFLIGHT, report(failures), PreflightVerdict.class);
                log.log(System.Logger.Level.INFO, "preflight: {0} ({1})", verdict.verdict(), verdict.reason());
                switch (verdict.verdict()) {
                    case PreflightVerdict.ACCEPTED -> {
                        state.write(ACCEPTED, bootId);
                        gate.accepted();
                        return true;
                    }
                    case PreflightVerdict.REJECTED -> {
                        return false;
                    }
                    default -> pause = AGAIN;
                }
            } catch (PlatformFailure.Refused e) {
                log.log(System.Logger.Level.ERROR, "the preflight report was refused: {0}", e.getMessage());
                pause = AFTER_REFUSAL;
            } catch (PlatformFailure.Unreachable e) {
                pause = e.pause(backoff.next());
            }
            life.sleep(pause);
            failures = installation.install();
        }
        return false;
    }

    /** An image may start its sshd late; a report before that would only be a bad one. */
    private void waitForSsh() {
        for (int i = 0; i < TRIES_FOR_SSH && life.goesOn() && !instruments.ssh().listens(); i++) {
            life.sleep(AGAIN);
        }
    }

    private PreflightReport report(List<String> failures) {
        GpuReport gpus = instruments.telemetry().askNow();
        return new PreflightReport(
                epoch,
                instruments.box().facts(gpus),
                gpus.answers(),
                instruments.ssh().listens(),
                instruments.box().diskFree(),
                downBytesPerSecond(),
                instruments.offset().millis(Duration.ofSeconds(5)),
                detail(failures, gpus));
    }

    /** As bootstrap measured it with its download, if it could. */
    private @Nullable Long downBytesPerSecond() {
        try {
            return state.read("download-bytes-per-second")
                    .map(String::strip)
                    .filter(text -> text.matches("[1-9]\\d{0,14}"))
                    .map(Long::valueOf)
                    .orElse(null);
        } catch (IOException e) {
            return null;
        }
    }

    private static @Nullable String detail(List<String> failures, GpuReport gpus) {
        String text = String.join("; ", failures) + (gpus.detail().isEmpty() ? "" : " gpu: " + gpus.detail());
        return text.isBlank() ? null : text.strip();
    }
}
