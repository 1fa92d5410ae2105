package cloud.dumont.agent.table;

import cloud.dumont.agent.tree.PathBytes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;

/**
 * Names that a restore could not bring back: that they are missing on this box is nobody's wish, so they stay in the tree until
 * something is under that name again. Kept in a file of the state folder, as hashes; without it the names count as removed.
 */
public final class Withheld {
    private static final System.Logger log = System.getLogger(Withheld.class.getName());
    /** How many are remembered; a restore that lacks more than this says so in its report. */
    public static final int MOST = 100_000;

    private final Path file;
    private final Set<Long> names;

    private Withheld(Path file, Set<Long> names) {
        this.file = file;
        this.names = names;
    }

    /** Nothing, and nothing is kept. */
    public static Withheld none(Path file) {
        return new Withheld(file, new HashSet<>());
    }

    /** What the last restore into this box left open. */
    public static Withheld load(Path file) {
        Withheld loaded = none(file);
        try {
            if (Files.exists(file) && Files.size(file) <= MOST * (long) Long.BYTES) {
                ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file));
                while (bytes.remaining() >= Long.BYTES) {
                    loaded.names.add(bytes.getLong());
                }
            }
        } catch (IOException e) {
            log.log(System.Logger.Level.WARNING, "what a restore lacked is not known: {0}", e.getMessage());
        }
        return loaded;
    }

    /** Takes the place of what was known. */
    public synchronized void set(Collection<PathBytes> missing) {
        names.clear();
        missing.stream().limit(MOST).forEach(path -> names.add(Identity.first(path)));
        save();
    }

    public synchronized boolean holds(PathBytes path) {
        return !names.isEmpty() && names.contains(Identity.first(path));
    }

    /** Something is there again. */
    public synchronized void found(PathBytes path) {
        if (!names.isEmpty() && names.remove(Identity.first(path))) {
            save();
        }
    }

    private void save() {
        try {
            if (names.isEmpty()) {
                Files.deleteIfExists(file);
                return;
            }
            ByteBuffer bytes = ByteBuffer.allocate(names.size() * Long.BYTES);
            names.forEach(bytes::putLong);
            Path beside = file.resolveSibling(file.getFileName() + ".new");
            Files.write(beside, bytes.array());
            Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            log.log(System.Logger.Level.WARNING, "what a restore lacked is kept in memory only: {0}", e.getMessage());
        }
    }
}
