package cloud.dumont.monitoring.loss;

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
    private final ExaminationConfig config;
    private final InstantSource clock;
    private volatile boolean running;
    private volatile Thread thread = Thread.currentThread();

    ExamineSuspects(Examination examination, Lease lease, ExaminationConfig config, InstantSource clock) {
        this.examination = examination;
        this.lease = lease;
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
            try {
                if (lease.isHeld(clock.instant())) {
                    examination.round();
                }
            } catch (RuntimeException e) {
                log.atWarn().setCause(e).log("suspects could not be examined; they will be again");
            }
            try {
                Thread.sleep(config.every());
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    @Override
    public void stop() {
        running = false;
        if (config.byItself()) {
            thread.interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
