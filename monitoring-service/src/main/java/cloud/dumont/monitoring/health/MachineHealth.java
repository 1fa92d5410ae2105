package cloud.dumont.monitoring.health;

import cloud.dumont.kernel.InstanceId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** What is believed of a machine, and how steady it was. */
@Component
public class MachineHealth {
    private final HealthBook book;
    private final HealthConfig config;

    MachineHealth(HealthBook book, HealthConfig config) {
        this.book = book;
        this.config = config;
    }

    /** @param flapping suspected so often lately that evidence has to last twice as long */
    public record Report(Health serving, Steadiness steadiness, boolean flapping) {}

    /** Empty when nobody waits for beats of the machine. */
    public Optional<Report> of(InstanceId instance, Instant now) {
        List<Health> ever = book.ofInstance(instance);
        return book.serving(instance).map(serving -> {
            Steadiness steadiness = Steadiness.of(serving, ever, config.flapWindow(), now);
            return new Report(serving, steadiness, steadiness.suspicions() > config.flaps());
        });
    }
}
