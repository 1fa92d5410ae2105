package cloud.dumont.monitoring.instances;

import cloud.dumont.events.HealthEvent.Signal;
import cloud.dumont.kernel.Epoch;
import cloud.dumont.kernel.PlacementId;
import java.time.Instant;
import java.util.List;

/** A placement was given up. @param cause {@code vendor} or {@code silence} @param guard how its zones were trusted */
public record LostReport(
        PlacementId placement,
        Epoch epoch,
        Instant lastConfirmedAt,
        Instant suspectedAt,
        String cause,
        List<Signal> evidence,
        String guard) {}
