package cloud.dumont.monitoring.instances;

/** An answer of instance-manager that is given on as it is. */
@SuppressWarnings("ArrayRecordComponent") // on its way through, never compared
public record Passed(int status, byte[] body) {}
