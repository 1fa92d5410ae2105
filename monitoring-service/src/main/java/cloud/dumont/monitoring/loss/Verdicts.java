package cloud.dumont.monitoring.loss;

import cloud.dumont.monitoring.health.Health;
import cloud.dumont.monitoring.health.Loss;
import cloud.dumont.monitoring.health.WatchHealth;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Turns evidence into losses. */
@Component
class Verdicts {
    private static final Logger log = LoggerFactory.getLogger(Verdicts.class);
    private final WatchHealth watch;
    private final TellLosses tellLosses;
    private final LossConfig config;
    private final ExaminationConfig examination;
    private final MeterRegistry meters;

    Verdicts(
            WatchHealth watch,
            TellLosses tellLosses,
            LossConfig config,
            ExaminationConfig examination,
            MeterRegistry meters) {
        this.watch = watch;
        this.tellLosses = tellLosses;
        this.config = config;
        this.examination = examination;
        this.meters = meters;
    }

    void on(Health.Unheard unheard, Evidence evidence, Instant now) {
        if (now.isBefore(unheard.suspicion().graceUntil())) {
            return;
        }
        switch (Finding.of(evidence, config, doubt(unheard, now), now)) {
            case Finding.NotYet notYet -> {
                if (unheard instanceof Health.Held held) {
                    watch.change(held.release(), now);
                }
            }
            case Finding.ConfirmedLost lost -> lose(unheard, Loss.Cause.VENDOR, evidence, now);
            case Finding.SilentlyLost lost -> lose(unheard, Loss.Cause.SILENCE, evidence, now);
        }
    }

    private int doubt(Health.Unheard unheard, Instant now) {
        long flaps = unheard.suspicion().flaps().within(examination.flapWindow(), now);
        return flaps > examination.flaps() ? 2 : 1;
    }

    private void lose(Health.Unheard unheard, Loss.Cause cause, Evidence evidence, Instant now) {
        Loss loss = new Loss(cause, Case.account(unheard.suspicion(), evidence), "normal");
        if (!watch.change(unheard.lose(loss, now), now)) {
            return;
        }
        Duration took = Duration.between(unheard.suspicion().lastSeenAt(), now);
        Timer.builder("dumont.detection")
                .description("from the last beat to the loss")
                .tag("cause", cause.word())
                .register(meters)
                .record(took);
        meters.counter("dumont.losses", "cause", cause.word()).increment();
        log.atWarn()
                .addKeyValue("placement_id", unheard.watch().placement())
                .addKeyValue("machine_id", unheard.watch().instance())
                .addKeyValue("cause", cause.word())
                .addKeyValue("seconds_since_last_beat", took.toSeconds())
                .log("a machine is lost");
        tellLosses.tell(unheard.watch().placement(), now);
    }
}
