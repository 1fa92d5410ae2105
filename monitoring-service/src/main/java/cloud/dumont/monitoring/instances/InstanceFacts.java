package cloud.dumont.monitoring.instances;

import cloud.dumont.kernel.Epoch;
import cloud.dumont.kernel.UserId;

public record InstanceFacts(UserId user, String name, Epoch epoch) {}
