package cloud.dumont.billing.usage;

import cloud.dumont.kernel.PlacementId;

/** Names one paid stretch of one placement: what instance-manager and billing both call the same thing. */
public record Stretch(PlacementId placement, IntervalKind kind, int seq) {}
