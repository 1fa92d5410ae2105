package cloud.dumont.sandbox.store;

import cloud.dumont.sandbox.os.Cache;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/** The PostgreSQL programs from the class path, unpacked once into the cache. */
final class PostgresBinaries {
    private static final String VERSION = "18.6";

    private PostgresBinaries() {}

    /** The folder that holds {@code bin/postgres}. */
    static Path unpack() throws IOException {
        Path target = Cache.folder().resolve("postgres-" + VERSION);
        if (Files.isExecutable(target.resolve("bin/postgres"))) {
            return target;
        }
        Files.createDirectories(Cache.folder());
        Path beside = Files.createTempDirectory(Cache.folder(), ".unpacking-postgres-");
        unpackInto(beside);
        Files.setPosixFilePermissions(beside, PosixFilePermissions.fromString("rwxr-xr-x"));
        try {
            Files.move(beside, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException quickerOther) {
            if (!Files.isExecutable(target.resolve("bin/postgres"))) {
                throw quickerOther;
            }
        }
        return target;
    }

    private static void unpackInto(Path folder) throws IOException {
        String archive = archive();
        try (InputStream resource = PostgresBinaries.class.getResourceAsStream("/" + archive)) {
            if (resource == null) {
                throw new IOException("there is no PostgreSQL for this kind of machine (" + archive + ")");
            }
            TarArchiveInputStream tar = new TarArchiveInputStream(new XZInputStream(resource));
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                write(folder, entry, tar);
            }
        }
    }

    private static void write(Path folder, TarArchiveEntry entry, InputStream content) throws IOException {
        Path place = folder.resolve(entry.getName()).normalize();
        if (!place.startsWith(folder)) {
            throw new IOException("an entry leaves its archive: " + entry.getName());
        }
        if (entry.isDirectory()) {
            Files.createDirectories(place);
            return;
        }
        Files.createDirectories(place.resolve("..").normalize());
        if (entry.isSymbolicLink() || entry.isLink()) {
            Files.createSymbolicLink(place, Path.of(entry.getLinkName()));
            return;
        }
        Files.copy(content, place, StandardCopyOption.REPLACE_EXISTING);
        if ((entry.getMode() & 0100) != 0) {
            Files.setPosixFilePermissions(place, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
    }

    private static String archive() {
        String system = System.getProperty("os.name").startsWith("Mac") ? "darwin" : "linux";
        String processor = System.getProperty("os.arch").equals("aarch64") ? "arm_64" : "x86_64";
        return "postgres-" + system + "-" + processor + ".txz";
    }
}
