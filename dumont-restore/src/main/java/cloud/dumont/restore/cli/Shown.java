package cloud.dumont.restore.cli;

import cloud.dumont.restore.history.Commit;
import cloud.dumont.restore.record.Entry;
import cloud.dumont.restore.record.Metadata;
import cloud.dumont.restore.record.Moment;
import cloud.dumont.restore.record.RawPath;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** How things look on a terminal. */
final class Shown {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private Shown() {}

    static String time(Instant time) {
        boolean printable = time.isAfter(Instant.EPOCH.minusSeconds(1L << 37))
                && time.isBefore(Instant.EPOCH.plusSeconds(1L << 37));
        return printable ? TIME.format(time) : time.getEpochSecond() + " s";
    }

    static String bytes(long bytes) {
        if (bytes < 1024) {
            return bytes + " B";
        }
        int unit = (63 - Long.numberOfLeadingZeros(bytes)) / 10;
        return String.format(Locale.ROOT, "%.1f %ciB", bytes / (double) (1L << (unit * 10)), "KMGTPE".charAt(unit - 1));
    }

    static String commit(Commit commit) {
        String notes =
                (commit.everythingSaved() ? "" : "  changes were still unsaved") + (commit.hasTree() ? "  tree" : "");
        return String.format(
                Locale.ROOT,
                "%8d  epoch %-5d  %s  %9d files  %10s%s",
                commit.ref().seq(),
                commit.ref().epoch(),
                time(commit.wallClock()),
                commit.files(),
                bytes(commit.bytes()),
                notes);
    }

    static String entry(Entry entry, RawPath shownAs) {
        Metadata metadata = entry.metadata();
        String suffix = switch (entry) {
            case Entry.Symlink symlink -> " -> " + RawPath.shown(symlink.target());
            case Entry.File file -> file.fuzzy() ? "  (changed while it was saved)" : "";
            case Entry.Directory _ -> "/";
            case Entry.Fifo _, Entry.Socket _, Entry.Device _ -> "";
        };
        Moment mtime = entry instanceof Entry.File file ? file.mtime(false) : metadata.mtime();
        return String.format(
                Locale.ROOT,
                "%c%04o %5d %5d %14s  %s  %s%s",
                type(entry),
                metadata.mode(),
                metadata.uid(),
                metadata.gid(),
                entry instanceof Entry.File file
                        ? Long.toString(file.content(false).size())
                        : "-",
                time(mtime.instant()),
                shownAs,
                suffix);
    }

    private static char type(Entry entry) {
        return switch (entry) {
            case Entry.File _ -> '-';
            case Entry.Directory _ -> 'd';
            case Entry.Symlink _ -> 'l';
            case Entry.Fifo _ -> 'p';
            case Entry.Socket _ -> 's';
            case Entry.Device device -> device.block() ? 'b' : 'c';
        };
    }
}
