package cloud.dumont.monitoring.health;

import cloud.dumont.kernel.Epoch;
import cloud.dumont.kernel.InstanceId;
import cloud.dumont.kernel.PlacementId;
import cloud.dumont.kernel.UserId;

/** What is watched: a placement that serves. */
public record Watch(PlacementId placement, InstanceId instance, UserId user, Epoch epoch) {}
