package cloud.dumont.instances.backup.store.reading;

import cloud.dumont.restore.WorkspaceOptions;

/**
 * How much memory reading may take. Each version that is open has about {@code changeBytes} at most for its changes since the last
 * tree (a heavier one is not kept open), its layouts, and two windows while it is read.
 *
 * @param versions kept open at a time, beyond those in use
 * @param changeBytes of all that are kept open
 * @param folders whose sizes are remembered of each version
 * @param countedFiles in versions with more files, folders have no sizes
 */
public record ReadingLimits(
        int versions,
        long changeBytes,
        int parallel,
        int windowBytes,
        int layoutBytes,
        int folders,
        long countedFiles) {
    public static final ReadingLimits STANDARD = new ReadingLimits(4, 32L << 20, 6, 4 << 20, 3 << 20, 20_000, 150_000);

    WorkspaceOptions options() {
        return new WorkspaceOptions(parallel, windowBytes, layoutBytes);
    }
}
