package cloud.dumont.instances.backup.store.key;

/**
 * A workspace key at rest, as its row has it. To lose {@code wrappedDek} is to lose the key.
 *
 * @param kekId the platform key that wraps the data key
 * @param wrappedDek the data key, wrapped
 * @param ciphertext the workspace key, sealed by the data key
 * @param version of this row's secret; bound into the seal
 */
public record SealedKey(String kekId, byte[] wrappedDek, byte[] ciphertext, int version) {
    @Override
    public String toString() {
        return "key sealed by " + kekId + ", version " + version;
    }
}
