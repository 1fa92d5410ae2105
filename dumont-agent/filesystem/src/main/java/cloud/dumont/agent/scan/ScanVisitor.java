package cloud.dumont.agent.scan;

import cloud.dumont.agent.files.RawPath;

/**
 * Sees a tree in the order of the walk: a directory before what is in it, the entries of one directory in the kernel's
 * order. All calls come on the scanning thread, between them the tree goes on changing.
 */
public interface ScanVisitor {
    /** @param entry valid within this call only @return of a directory, whether to look into it; else without meaning */
    boolean entry(ScanEntry entry);

    /** The directory is open and nothing of it has been read yet. @param fd stays the scan's */
    default void opened(RawPath directory, int fd) {}

    /**
     * All that is in the directory has been seen.
     *
     * @param whole false if some of it could not be listed: then a name that did not come may still exist
     */
    default void left(RawPath directory, boolean whole) {}

    default void problem(RawPath path, ScanProblem problem) {}
}
