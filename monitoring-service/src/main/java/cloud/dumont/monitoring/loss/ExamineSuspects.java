package cloud.dumont.monitoring.loss;

import cloud.dumont.monitoring.health.Passes;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/** Examines the suspects of this replica's shards round after round. */
@Component
class ExamineSuspects implements SmartLifecycle {
    private static final Logger log = LoggerFactory.getLogger(ExamineSuspects.class);
    private final Examination examination;
    private final Shards shards;
    private final OwnHealth ownHealth;
    private final Passes passes;
    private final ExaminationConfig config;
    private final InstantSource clock;
    private @Nullable ScheduledExecutorService scheduler;
    private volatile boolean running;
    private long dueNanos;

    ExamineSuspects(
            Examination examination,
            Shards shards,
            OwnHealth ownHealth,
            Passes passes,
            ExaminationConfig config,
            InstantSource clock) {
        this.examination = examination;
        this.shards = shards;
        this.ownHealth = ownHealth;
        this.passes = passes;
        this.config = config;
        this.clock = clock;
    }

    @Override
    public synchronized void start() {
        running = true;
        if (config.byItself()) {
            dueNanos = System.nanoTime();
            scheduler = Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("examine-suspects").factory());
            scheduler.scheduleWithFixedDelay(this::turn, 0, pauseNanos(), TimeUnit.NANOSECONDS);
        }
    }

    /** Twice as often as each is tried, so that a new suspect does not wait long for its first try. */
    private long pauseNanos() {
        return config.every().toNanos() / 2;
    }

    private void turn() {
        ownHealth.lagged(Duration.ofNanos(Math.max(0, System.nanoTime() - dueNanos)), clock.instant());
        round();
        dueNanos = System.nanoTime() + pauseNanos();
    }

    private void round() {
        try {
            Instant now = clock.instant();
            shards.claim(now);
            examination.round();
            shards.passed();
            passes.passed("examine-suspects", now);
        } catch (RuntimeException e) {
            log.atWarn().setCause(e).log("suspects could not be examined; they will be again");
        }
    }

    @Override
    public synchronized void stop() {
        running = false;
        if (scheduler != null) {
            scheduler.shutdownNow();
            scheduler = null;
            shards.giveBack();
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
