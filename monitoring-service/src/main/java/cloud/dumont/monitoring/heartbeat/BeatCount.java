package cloud.dumont.monitoring.heartbeat;

import cloud.dumont.monitoring.agent.AgentRefusal;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.stereotype.Component;

/** {@code dumont_beats_total} by what became of the beat. */
@Component
class BeatCount {
    private static final String NAME = "dumont.beats";
    private static final String OUTCOME = "outcome";
    private final MeterRegistry meters;

    BeatCount(MeterRegistry meters) {
        this.meters = meters;
        accept(0);
    }

    void accepted() {
        accept(1);
    }

    private void accept(int beats) {
        meters.counter(NAME, OUTCOME, "accepted").increment(beats);
    }

    void refused(AgentRefusal refusal) {
        meters.counter(NAME, OUTCOME, refusal.code()).increment();
    }
}
