package cloud.dumont.instances.backup.care;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.springframework.stereotype.Component;

/** How long ago each chore was last done, or found to have nothing to do. */
@Component
class ChoreAges {
    private final Map<Chore, AtomicReference<Instant>> last = new EnumMap<>(Chore.class);
    private final InstantSource clock;

    ChoreAges(InstantSource clock, MeterRegistry meters) {
        this.clock = clock;
        for (Chore chore : Chore.values()) {
            AtomicReference<Instant> at = new AtomicReference<>(clock.instant());
            last.put(chore, at);
            Gauge.builder(
                            "dumont.backup.chore.age.seconds",
                            () -> Duration.between(at.get(), clock.instant()).toSeconds())
                    .tag("chore", chore.word())
                    .description("since the chore was last done for some workspace, or had nothing to do")
                    .register(meters);
        }
    }

    void done(Chore chore) {
        AtomicReference<Instant> at = last.get(chore);
        if (at != null) {
            at.set(clock.instant());
        }
    }
}
