package cloud.dumont.restore.place;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Where an entry is put: under its name, or, if the JDK cannot write that down, under a working name until it is renamed.
 *
 * @param file where it is for now
 * @param finalName raw bytes, if it must be renamed
 */
record Place(Path file, Optional<byte[]> finalName) {
    Path directory() {
        Path parent = file.getParent();
        if (parent == null) {
            throw new IllegalStateException("a place lies in the target directory");
        }
        return parent;
    }
}
