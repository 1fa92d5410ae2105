package cloud.dumont.monitoring.loss;

import cloud.dumont.monitoring.health.Passes;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/** Examines suspects round after round, in one of the replicas. */
@Component
class ExamineSuspects implements SmartLifecycle {
    private static final Logger log = LoggerFactory.getLogger(ExamineSuspects.class);
    private final Examination examination;
    private final Lease lease;
    private final OwnHealth ownHealth;
    private final Passes passes;
    private final ExaminationConfig config;
    private final InstantSource clock;
    private volatile boolean running;
    private volatile Thread thread = Thread.currentThread();

    ExamineSuspects(
            Examination examination,
            Lease lease,
            OwnHealth ownHealth,
            Passes passes,
            ExaminationConfig config,
            InstantSource clock) {
        this.examination = examination;
        this.lease = lease;
        this.ownHealth = ownHealth;
        this.passes = passes;
        this.config = config;
        this.clock = clock;
    }

    @Override
    public void start() {
        running = true;
        if (config.byItself()) {
            thread = Thread.ofVirtual().name("examine-suspects").start(this::run);
        }
    }

    private void run() {
        while (running) {
            // Twice as often as each is tried, so that a new suspect does not wait long for its first try.
            long due = System.nanoTime() + config.every().toNanos() / 2;
            round();
            try {
                Thread.sleep(Duration.ofNanos(Math.max(0, due - System.nanoTime())));
            } catch (InterruptedException e) {
                return;
            }
            ownHealth.lagged(Duration.ofNanos(Math.max(0, System.nanoTime() - due)), clock.instant());
        }
    }

    private void round() {
        try {
            Instant now = clock.instant();
            if (lease.isHeld(now)) {
                examination.round();
                passes.passed("examine-suspects", now);
            }
        } catch (RuntimeException e) {
            log.atWarn().setCause(e).log("suspects could not be examined; they will be again");
        }
    }

    @Override
    public void stop() {
        running = false;
        if (config.byItself()) {
            thread.interrupt();
            lease.giveBack();
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
