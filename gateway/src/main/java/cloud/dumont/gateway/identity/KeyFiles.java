package cloud.dumont.gateway.identity;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.function.Supplier;

/** Files with secrets that are made at the first start: readable by the owner only, never half written, the first writer wins. */
public final class KeyFiles {
    private KeyFiles() {}

    public static String readOrMake(Path file, Supplier<String> content) {
        try {
            if (Files.notExists(file)) {
                make(file, content.get());
            }
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read or make the key file " + file, e);
        }
    }

    private static void make(Path file, String content) throws IOException {
        Path directory = file.toAbsolutePath().getParent();
        Files.createDirectories(directory);
        Path draft = Files.createTempFile(
                directory,
                ".key",
                ".new",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try {
            Files.writeString(draft, content);
            // A link, unlike a rename, does not replace what another replica made a moment ago.
            Files.createLink(file, draft);
        } catch (FileAlreadyExistsException e) {
            Files.delete(draft);
            return;
        }
        Files.delete(draft);
    }
}
