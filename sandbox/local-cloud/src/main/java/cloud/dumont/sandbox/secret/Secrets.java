package cloud.dumont.sandbox.secret;

import cloud.dumont.sandbox.os.Folders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;

/** Secrets of one sandbox: made at the first start, kept in files that only their owner can read. */
public final class Secrets {
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Path folder;

    public Secrets(Path folder) {
        this.folder = folder.toAbsolutePath();
    }

    public Path file(String name) {
        return folder.resolve(name);
    }

    /** A file with a random password of 24 characters; made when it is missing. */
    public Path password(String name) throws IOException {
        return random(name, 18, Base64.getUrlEncoder().withoutPadding());
    }

    /** A file with that many random bytes in plain Base64; made when it is missing. */
    public Path key(String name, int bytes) throws IOException {
        return random(name, bytes, Base64.getEncoder());
    }

    /** What a secret's file holds. */
    public String read(Path file) throws IOException {
        return Files.readString(file).strip();
    }

    private Path random(String name, int count, Base64.Encoder encoder) throws IOException {
        Path file = file(name);
        if (!Files.exists(file)) {
            byte[] bytes = new byte[count];
            RANDOM.nextBytes(bytes);
            Folders.writePrivate(file, encoder.encodeToString(bytes));
        }
        return file;
    }
}
