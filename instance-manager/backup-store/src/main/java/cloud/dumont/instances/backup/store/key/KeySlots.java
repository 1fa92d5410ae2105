package cloud.dumont.instances.backup.store.key;

import java.security.SecureRandom;

/** The platform's slot in the store: lets a workspace be opened with the platform key and no database. */
public final class KeySlots {
    public static final String PLATFORM = "platform";
    private final KeyRing ring;
    private final AesGcm aes;

    public KeySlots(KeyRing ring, SecureRandom random) {
        this.ring = ring;
        this.aes = new AesGcm(random);
    }

    /** Wrapped by the current platform key. */
    public KeySlot wrap(WorkspaceKey key, String workspace) {
        byte[] wrapped = aes.close(ring.key(ring.current()), key.reveal(), bound(workspace));
        return new KeySlot(PLATFORM, ring.current(), wrapped);
    }

    /** @throws SealBroken when it is not this workspace's */
    public WorkspaceKey unwrap(KeySlot slot, String workspace) {
        return WorkspaceKey.of(aes.open(ring.key(slot.kek()), slot.wrapped(), bound(workspace)));
    }

    public boolean isCurrent(KeySlot slot) {
        return slot.kek().equals(ring.current());
    }

    private static String bound(String workspace) {
        return "dvf1/key/" + workspace + "/" + PLATFORM;
    }
}
