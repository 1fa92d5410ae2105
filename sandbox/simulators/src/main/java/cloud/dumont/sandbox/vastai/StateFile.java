package cloud.dumont.sandbox.vastai;

import cloud.dumont.sandbox.wire.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The vendor's memory on disk, replaced as a whole, readable by its owner only. */
final class StateFile {
    private final @Nullable Path path;

    StateFile(@Nullable Path path) {
        this.path = path;
    }

    Optional<VastState> read() {
        if (path == null || !Files.exists(path)) {
            return Optional.empty();
        }
        try {
            return Optional.of(Json.read(Files.readString(path), VastState.class));
        } catch (IOException failed) {
            throw new UncheckedIOException("cannot read " + path, failed);
        }
    }

    void write(VastState state) {
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
