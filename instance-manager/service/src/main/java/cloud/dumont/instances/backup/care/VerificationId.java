package cloud.dumont.instances.backup.care;

import cloud.dumont.kernel.Id;
import java.util.UUID;

/** Known inside only. */
record VerificationId(UUID value) implements Id {
    String key() {
        return value.toString();
    }

    static VerificationId ofKey(String key) {
        return new VerificationId(UUID.fromString(key));
    }

    @Override
    public String prefix() {
        return "bvf";
    }

    @Override
    public String toString() {
        return text();
    }
}
