package cloud.dumont.sandbox.r2.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/** The files with the bytes. A file that nothing refers to any more lives on until its last reader has left. */
final class Blobs {
    private final Path folder;
    private final boolean fsync;
    private final Map<String, Integer> readers = new HashMap<>();
    private final Set<String> retired = new HashSet<>();

    Blobs(Path folder, boolean fsync) throws IOException {
        this.folder = folder;
        this.fsync = fsync;
        for (int i = 0; i < 256; i++) {
            Files.createDirectories(folder.resolve("%02x".formatted(i)));
        }
    }

    Path path(String file) {
        return folder.resolve(file.substring(0, 2)).resolve(file);
    }

    BlobWriter create() throws IOException {
        String name = UUID.randomUUID().toString().replace("-", "");
        return new BlobWriter(name, path(name), fsync);
    }

    synchronized void enter(List<Segment> segments) {
        segments.forEach(segment -> readers.merge(segment.file(), 1, Integer::sum));
    }

    synchronized void leave(List<Segment> segments) {
        for (Segment segment : segments) {
            boolean last = readers.merge(segment.file(), -1, (a, b) -> a + b == 0 ? null : a + b) == null;
            if (last && retired.remove(segment.file())) {
                delete(segment.file());
            }
        }
    }

    /** To be called once nothing refers to the files any more. */
    synchronized void retire(List<Segment> segments) {
        for (Segment segment : segments) {
            if (readers.containsKey(segment.file())) {
                retired.add(segment.file());
            } else {
                delete(segment.file());
            }
        }
    }

    private void delete(String file) {
        try {
            Files.deleteIfExists(path(file));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** Removes what a killed store left: bytes that were never acknowledged, or no longer referred to. */
    void sweep(Set<String> live) throws IOException {
        for (int i = 0; i < 256; i++) {
            try (Stream<Path> files = Files.list(folder.resolve("%02x".formatted(i)))) {
                for (Path file : files.toList()) {
                    if (!live.contains(file.getFileName().toString())) {
                        Files.delete(file);
                    }
                }
            }
        }
    }
}
