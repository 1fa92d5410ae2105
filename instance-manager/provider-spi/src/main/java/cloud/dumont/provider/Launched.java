package cloud.dumont.provider;

/** The vendor promised a box under this ref. A promise, not a machine. */
public record Launched(String vendorRef) {}
