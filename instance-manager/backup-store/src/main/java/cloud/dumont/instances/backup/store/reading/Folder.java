package cloud.dumont.instances.backup.store.reading;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A page of what is directly in a folder, in the order of names as bytes.
 *
 * @param complete false: parts of the list of files are lost, and there may have been more here
 * @param next pass it as {@code after} for more; null: that was all
 */
public record Folder(
        String path,
        List<FileEntry> entries,
        boolean complete,
        @Nullable String next) {}
