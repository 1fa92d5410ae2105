package cloud.dumont.sandbox.r2.auth;

import java.util.Locale;
import java.util.Optional;

/** The permission groups of R2 tokens. */
public enum Permission {
    ADMIN_READ_WRITE,
    ADMIN_READ_ONLY,
    OBJECT_READ_WRITE,
    OBJECT_READ_ONLY;

    /** The name in requests and session tokens. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public static Optional<Permission> of(String word) {
        for (Permission permission : values()) {
            if (permission.word().equals(word)) {
                return Optional.of(permission);
            }
        }
        return Optional.empty();
    }

    /** Whether this permission includes an action of this kind. */
    boolean includes(boolean writes, boolean onBucket) {
        return switch (this) {
            case ADMIN_READ_WRITE -> true;
            case ADMIN_READ_ONLY -> !writes;
            case OBJECT_READ_WRITE -> !onBucket;
            case OBJECT_READ_ONLY -> !onBucket && !writes;
        };
    }
}
