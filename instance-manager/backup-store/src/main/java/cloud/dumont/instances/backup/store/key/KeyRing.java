package cloud.dumont.instances.backup.store.key;

import java.util.Map;
import java.util.TreeMap;
import javax.crypto.spec.SecretKeySpec;

/** The platform's keys by id. New things are sealed by the current one; the others still open what they sealed. */
public final class KeyRing {
    private static final int LENGTH = 32;
    private final String current;
    private final Map<String, SecretKeySpec> keys;

    private KeyRing(String current, Map<String, SecretKeySpec> keys) {
        this.current = current;
        this.keys = keys;
    }

    /**
     * @param current one of {@code keys}
     * @param keys 32 bytes each
     */
    public static KeyRing of(String current, Map<String, byte[]> keys) {
        if (!keys.containsKey(current)) {
            throw new IllegalArgumentException("no key " + current);
        }
        Map<String, SecretKeySpec> specs = new TreeMap<>();
        keys.forEach((id, bytes) -> specs.put(id, spec(id, bytes)));
        return new KeyRing(current, Map.copyOf(specs));
    }

    public String current() {
        return current;
    }

    /** @throws SealBroken when there is no key of that id */
    SecretKeySpec key(String id) {
        SecretKeySpec key = keys.get(id);
        if (key == null) {
            throw new SealBroken("sealed by the key " + id + ", which is not here", null);
        }
        return key;
    }

    private static SecretKeySpec spec(String id, byte[] bytes) {
        if (bytes.length != LENGTH) {
            throw new IllegalArgumentException("the key " + id + " has not " + LENGTH + " bytes");
        }
        return new SecretKeySpec(bytes, "AES");
    }

    @Override
    public String toString() {
        return "keys " + keys.keySet() + ", current " + current;
    }
}
