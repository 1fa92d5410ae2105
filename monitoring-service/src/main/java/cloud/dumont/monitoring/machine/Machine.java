package cloud.dumont.monitoring.machine;

import cloud.dumont.kernel.Epoch;
import cloud.dumont.kernel.InstanceId;
import cloud.dumont.kernel.UserId;

/** As much of a machine as this service needs. @param epoch the newest generation heard of */
public record Machine(InstanceId instance, UserId user, String name, Epoch epoch) {}
