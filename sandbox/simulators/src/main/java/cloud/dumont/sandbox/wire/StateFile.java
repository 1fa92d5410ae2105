package cloud.dumont.sandbox.wire;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A vendor's memory on disk, replaced as a whole, readable by its owner only. */
public final class StateFile<T> {
    private final @Nullable Path path;
    private final Class<T> type;

    /** @param path null keeps nothing */
    public StateFile(@Nullable Path path, Class<T> type) {
        this.path = path;
        this.type = type;
    }

    public Optional<T> read() {
        if (path == null || !Files.exists(path)) {
            return Optional.empty();
        }
        try {
            return Optional.of(Json.read(Files.readString(path), type));
        } catch (IOException failed) {
            throw new UncheckedIOException("cannot read " + path, failed);
        }
    }

    public void write(T state) {
        if (path == null) {
            return;
        }
        Path directory = path.toAbsolutePath().getParent();
        Path beside = path.resolveSibling(path.getFileName() + ".new");
        try {
            if (directory != null) {
                Files.createDirectories(directory);
            }
            Files.writeString(beside, Json.write(state));
            if (beside.getFileSystem().supportedFileAttributeViews().contains("posix")) {
                Files.setPosixFilePermissions(beside, PosixFilePermissions.fromString("rw-------"));
            }
            Files.move(beside, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException failed) {
            throw new UncheckedIOException("cannot write " + path, failed);
        }
    }
}
