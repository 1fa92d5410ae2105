package cloud.dumont.sandbox.gce.vm;

/** The words that the API has for a virtual machine. */
public enum VmStatus {
    PROVISIONING,
    STAGING,
    RUNNING,
    STOPPING,
    TERMINATED,
    SUSPENDING,
    SUSPENDED;

    /** Processor and memory are paid for; a suspended machine pays for its image of the memory as for a disk. */
    public boolean paysForTheMachine() {
        return switch (this) {
            case RUNNING, STOPPING, SUSPENDING -> true;
            case PROVISIONING, STAGING, TERMINATED, SUSPENDED -> false;
        };
    }
}
