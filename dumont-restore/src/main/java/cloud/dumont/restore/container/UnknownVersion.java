package cloud.dumont.restore.container;

import java.io.IOException;

/** The bytes say that they are of a format version that this reader does not know; it refuses rather than guess. */
public final class UnknownVersion extends IOException {
    public UnknownVersion(String message) {
        super(message);
    }
}
