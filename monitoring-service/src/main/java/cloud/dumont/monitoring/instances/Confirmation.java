package cloud.dumont.monitoring.instances;

import cloud.dumont.kernel.Epoch;
import cloud.dumont.kernel.PlacementId;
import java.time.Instant;

/** The placement was alive at this time of ours. */
public record Confirmation(PlacementId placement, Epoch epoch, Instant at) {}
