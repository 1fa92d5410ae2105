package cloud.dumont.instances.backup.store.key;

/** {@code keys/platform}. @param wrapped in JSON base64 */
public record KeySlot(String slot, String kek, byte[] wrapped) {
    @Override
    public String toString() {
        return "slot " + slot + " by " + kek;
    }
}
