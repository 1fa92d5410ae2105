package cloud.dumont.instances.backup.browse.web;

import cloud.dumont.instances.backup.store.reading.FileEntry;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** One name in a version, as the API shows it. */
record FileLine(
        String name,
        String path,
        String type,
        long size,
        String mode,
        long uid,
        long gid,
        Instant mtime,
        boolean fuzzy,
        @Nullable String target,
        @Nullable Long children,
        @Nullable Long bytesBelow) {
    static FileLine of(FileEntry entry) {
        return new FileLine(
                entry.name(),
                entry.path(),
                entry.type().name().toLowerCase(Locale.ROOT),
                entry.size(),
                entry.mode(),
                entry.uid(),
                entry.gid(),
                entry.mtime(),
                entry.fuzzy(),
                entry.target(),
                entry.children(),
                entry.bytesBelow());
    }

    static List<FileLine> of(List<FileEntry> entries) {
        return entries.stream().map(FileLine::of).toList();
    }
}
