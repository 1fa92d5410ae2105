package cloud.dumont.instances.backup.store.reading;

import cloud.dumont.restore.record.Entry;
import cloud.dumont.restore.record.RawPath;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One name in a version. Texts as {@link PathText} makes them.
 *
 * @param path absolute
 * @param size of a regular file, else 0
 * @param mode four octal digits
 * @param fuzzy the newest content may mix two moments
 * @param target of a symbolic link
 * @param children of a directory, where they were counted
 * @param bytesBelow of all files in a directory and below, where they were counted; a file's size
 */
public record FileEntry(
        String name,
        String path,
        Type type,
        long size,
        String mode,
        long uid,
        long gid,
        Instant mtime,
        boolean fuzzy,
        @Nullable String target,
        @Nullable Long children,
        @Nullable Long bytesBelow) {
    public enum Type {
        FILE,
        DIRECTORY,
        SYMLINK,
        FIFO,
        SOCKET,
        DEVICE
    }

    static FileEntry of(Entry entry, FolderSizes sizes) {
        return switch (entry) {
            case Entry.File file -> of(entry, Type.FILE, size(file), file.fuzzy(), null, null, size(file));
            case Entry.Directory directory -> {
                FolderSizes.Size size = sizes.of(directory.path());
                yield of(
                        entry,
                        Type.DIRECTORY,
                        0,
                        false,
                        null,
                        size == null ? null : size.children(),
                        size == null ? null : size.bytes());
            }
            case Entry.Symlink link -> of(entry, Type.SYMLINK, 0, false, PathText.of(link.target()), null, 0L);
            case Entry.Fifo fifo -> of(fifo, Type.FIFO, 0, false, null, null, 0L);
            case Entry.Socket socket -> of(socket, Type.SOCKET, 0, false, null, null, 0L);
            case Entry.Device device -> of(device, Type.DEVICE, 0, false, null, null, 0L);
        };
    }

    static long size(Entry.File file) {
        return file.content(false).size();
    }

    private static FileEntry of(
            Entry entry,
            Type type,
            long size,
            boolean fuzzy,
            @Nullable String target,
            @Nullable Long children,
            @Nullable Long bytesBelow) {
        RawPath path = entry.path();
        var metadata = entry.metadata();
        return new FileEntry(
                PathText.of(path.name()),
                PathText.of(path),
                type,
                size,
                String.format(Locale.ROOT, "%04o", metadata.mode()),
                metadata.uid(),
                metadata.gid(),
                metadata.mtime().instant(),
                fuzzy,
                target,
                children,
                bytesBelow);
    }
}
