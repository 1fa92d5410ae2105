package cloud.dumont.instances.backup.store.vault;

/** The store holds something that contradicts what the platform knows. Nothing was changed; somebody has to look. */
public final class VaultConflict extends RuntimeException {
    public VaultConflict(String message) {
        super(message);
    }
}
