package cloud.dumont.monitoring.telemetry;

import cloud.dumont.agent.protocol.Beat;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a machine said of itself in its newest beat. @param at when that was heard, by this platform's clock */
public record Reading(
        Instant at,
        Beat.Load load,
        List<Beat.GpuReading> gpus,
        boolean gpuAnswers,
        Beat.@Nullable StartCommand startCommand) {
    public static Reading of(Beat beat, Instant at) {
        return new Reading(at, beat.load(), beat.gpus(), beat.gpuAnswers(), beat.startCommand());
    }
}
