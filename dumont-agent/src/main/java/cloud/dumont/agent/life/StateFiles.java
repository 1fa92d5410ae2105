package cloud.dumont.agent.life;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * Small private files that change all at once or not at all. A little space is set aside for them, which is given up when the
 * disk is full, and taken again later: an agent whose user filled the disk can still write down what it is about to do.
 */
public final class StateFiles {
    private static final System.Logger log = System.getLogger(StateFiles.class.getName());
    private static final String RESERVE = "reserve";
    private static final int RESERVED_BYTES = 64 << 10;
    private final Path folder;

    private StateFiles(Path folder) {
        this.folder = folder;
    }

    public static StateFiles in(Path folder) throws IOException {
        Files.createDirectories(folder);
        restrict(folder, "rwx------");
        StateFiles files = new StateFiles(folder);
        files.setAside();
        return files;
    }

    public Path folder() {
        return folder;
    }

    /** What is no text comes as nonsense, which the reader has to expect. */
    public Optional<String> read(String name) throws IOException {
        try {
            return Optional.of(new String(Files.readAllBytes(folder.resolve(name)), StandardCharsets.UTF_8));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    public void write(String name, String text) throws IOException {
        try {
            replace(folder.resolve(name), text, "rw-------");
        } catch (IOException e) {
            if (!Files.deleteIfExists(folder.resolve(RESERVE))) {
                throw e;
            }
            replace(folder.resolve(name), text, "rw-------");
            return;
        }
        setAside();
    }

    /** Not of zeros: some file systems would store none. */
    private void setAside() {
        Path reserve = folder.resolve(RESERVE);
        if (Files.exists(reserve)) {
            return;
        }
        byte[] bytes = new byte[RESERVED_BYTES];
        ThreadLocalRandom.current().nextBytes(bytes);
        try {
            replace(reserve, bytes, "rw-------");
        } catch (IOException e) {
            log.log(System.Logger.Level.DEBUG, "no space can be set aside: {0}", e.getMessage());
        }
    }

    public void delete(String name) throws IOException {
        Files.deleteIfExists(folder.resolve(name));
    }

    /** The lock of the one agent of this folder; null when another one holds it. It is held until the process ends. */
    public @Nullable FileLock lock() throws IOException {
        FileChannel channel =
                FileChannel.open(folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = channel.tryLock();
        if (lock == null) {
            channel.close();
        }
        return lock;
    }

    /** Writes beside and renames; readers see the old text or the new one. Links are followed, not replaced. */
    public static void replace(Path file, String text, String permissions) throws IOException {
        replace(file, text.getBytes(StandardCharsets.UTF_8), permissions);
    }

    /** The same for text in whatever encoding. */
    public static void replace(Path file, byte[] text, String permissions) throws IOException {
        Path target = Files.exists(file) ? file.toRealPath() : file;
        Path beside = target.resolveSibling(target.getFileName() + ".dumont-new");
        Files.deleteIfExists(beside);
        if (isPosix()) {
            Files.createFile(
                    beside, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions)));
        } else {
            Files.createFile(beside);
        }
        try {
            Files.write(beside, text, StandardOpenOption.SYNC);
            Files.move(beside, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(beside);
        }
    }

    public static void restrict(Path path, String permissions) throws IOException {
        if (isPosix() && !Files.isSymbolicLink(path) && !permissions(path, "").equals(permissions)) {
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
        }
    }

    public static String permissions(Path path, String otherwise) throws IOException {
        return isPosix() && Files.exists(path)
                ? PosixFilePermissions.toString(Files.getPosixFilePermissions(path, new LinkOption[0]))
                : otherwise;
    }

    private static boolean isPosix() {
        return FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
    }
}
