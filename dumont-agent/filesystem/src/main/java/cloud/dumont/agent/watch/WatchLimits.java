package cloud.dumont.agent.watch;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * How many directories may be watched. The kernel's limit belongs to the user, with all of his programs and containers, so
 * only a part of what is free is taken.
 */
public record WatchLimits(int watches) {
    private static final int MOST_DIGITS = 32;
    private static final int UNKNOWN_LIMIT = 8192;

    public WatchLimits {
        if (watches < 1) {
            throw new IllegalArgumentException("at least one directory is watched");
        }
    }

    /** @param share of the free watches, above 0 and up to 1; 0.5 is a good neighbour */
    public static WatchLimits ofFree(double share) {
        return ofFree(Path.of("/proc"), share);
    }

    static WatchLimits ofFree(Path proc, double share) {
        long limit = number(proc.resolve("sys/fs/inotify/max_user_watches"));
        long free = Math.max(0, limit - used(proc));
        return new WatchLimits((int) Math.max(1, Math.min(Integer.MAX_VALUE / 4, (long) (free * share))));
    }

    private static long number(Path file) {
        // The kernel gives such a file to one read only: whoever reads on after a first byte gets no more than that.
        try (InputStream in = Files.newInputStream(file)) {
            return Long.parseLong(new String(in.readNBytes(MOST_DIGITS), StandardCharsets.US_ASCII).strip());
        } catch (IOException | NumberFormatException unknown) {
            return UNKNOWN_LIMIT;
        }
    }

    // What can be seen from here; processes of other containers cannot.
    private static long used(Path proc) {
        long used = 0;
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(proc, "[0-9]*")) {
            for (Path process : processes) {
                used += usedBy(process);
            }
        } catch (IOException | DirectoryIteratorException unknown) {
            return used;
        }
        return used;
    }

    private static long usedBy(Path process) {
        long used = 0;
        try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(process.resolve("fd"))) {
            for (Path descriptor : descriptors) {
                if (isNotify(descriptor)) {
                    Path info = process.resolve("fdinfo").resolve(descriptor.getFileName());
                    used += Files.readAllLines(info).stream()
                            .filter(line -> line.startsWith("inotify"))
                            .count();
                }
            }
        } catch (IOException | DirectoryIteratorException goneOrDenied) {
            return used;
        }
        return used;
    }

    private static boolean isNotify(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString().contains("inotify");
        } catch (IOException gone) {
            return false;
        }
    }
}
