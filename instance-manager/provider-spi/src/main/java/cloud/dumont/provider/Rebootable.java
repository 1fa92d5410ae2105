package cloud.dumont.provider;

/** A vendor that can restart a box in place, disk and contract kept. */
public interface Rebootable {
    /** @throws ProviderException.InstanceGone there is no such box */
    void reboot(String vendorRef);
}
