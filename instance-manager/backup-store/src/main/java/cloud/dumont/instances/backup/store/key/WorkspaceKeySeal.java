package cloud.dumont.instances.backup.store.key;

import java.security.SecureRandom;
import javax.crypto.spec.SecretKeySpec;

/**
 * Keeps workspace keys at rest: each is sealed by a random data key, which a platform key wraps. Both are bound to
 * {@code table|owner|name|version}, so a row moved to another owner does not open. Rotation of the platform's key wraps the data
 * key anew and leaves the rest; destroying every wrapped copy destroys the workspace.
 */
public final class WorkspaceKeySeal {
    private static final String TABLE = "backup_workspaces";
    private static final String NAME = "workspace_key";
    private static final int DEK_LENGTH = 32;
    private static final int FIRST_VERSION = 1;
    private final KeyRing ring;
    private final SecureRandom random;
    private final AesGcm aes;

    public WorkspaceKeySeal(KeyRing ring, SecureRandom random) {
        this.ring = ring;
        this.random = random;
        this.aes = new AesGcm(random);
    }

    public WorkspaceKey fresh() {
        return WorkspaceKey.random(random);
    }

    /** @param owner the machine's id in text form */
    public SealedKey seal(WorkspaceKey key, String owner) {
        return seal(key, owner, FIRST_VERSION);
    }

    public SealedKey seal(WorkspaceKey key, String owner, int version) {
        byte[] dek = new byte[DEK_LENGTH];
        random.nextBytes(dek);
        String bound = bound(owner, version);
        byte[] ciphertext = aes.close(new SecretKeySpec(dek, "AES"), key.reveal(), bound);
        return new SealedKey(ring.current(), wrap(dek, bound), ciphertext, version);
    }

    /** @throws SealBroken when it is not what was sealed for this owner */
    public WorkspaceKey open(SealedKey sealed, String owner) {
        String bound = bound(owner, sealed.version());
        SecretKeySpec dek = new SecretKeySpec(unwrap(sealed, bound), "AES");
        return WorkspaceKey.of(aes.open(dek, sealed.ciphertext(), bound));
    }

    public boolean isCurrent(SealedKey sealed) {
        return sealed.kekId().equals(ring.current());
    }

    /** The same, its data key wrapped by the current platform key. */
    public SealedKey rewrap(SealedKey sealed, String owner) {
        String bound = bound(owner, sealed.version());
        return new SealedKey(ring.current(), wrap(unwrap(sealed, bound), bound), sealed.ciphertext(), sealed.version());
    }

    private byte[] wrap(byte[] dek, String bound) {
        return aes.close(ring.key(ring.current()), dek, "dek|" + bound);
    }

    private byte[] unwrap(SealedKey sealed, String bound) {
        return aes.open(ring.key(sealed.kekId()), sealed.wrappedDek(), "dek|" + bound);
    }

    private static String bound(String owner, int version) {
        return TABLE + "|" + owner + "|" + NAME + "|" + version;
    }
}
