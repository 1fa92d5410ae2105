package cloud.dumont.gateway.ssh;

import cloud.dumont.kernel.Epoch;
import cloud.dumont.kernel.InstanceId;

/** Where a name leads at the moment. */
sealed interface MachineRoute {
    /** Its sshd answers here. */
    record Open(InstanceId machine, Epoch epoch, String host, int port) implements MachineRoute {}

    /** The machine is there, but not to be reached. @param why one line for its owner */
    record Closed(InstanceId machine, String why) implements MachineRoute {}

    record Unknown() implements MachineRoute {}

    /** Nobody could be asked. */
    record Unanswered() implements MachineRoute {}
}
