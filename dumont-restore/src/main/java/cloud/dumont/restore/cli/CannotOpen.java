package cloud.dumont.restore.cli;

import java.io.IOException;

/** The store or the key does not let anybody in. */
final class CannotOpen extends IOException {
    CannotOpen(String message) {
        super(message);
    }
}
