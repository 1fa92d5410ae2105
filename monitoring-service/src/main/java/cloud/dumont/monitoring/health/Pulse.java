package cloud.dumont.monitoring.health;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** What was heard of an agent. @param patience how long this agent may be silent */
public record Pulse(Optional<Instant> lastBeat, Duration patience) {}
