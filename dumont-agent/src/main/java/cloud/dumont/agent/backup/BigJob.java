package cloud.dumont.agent.backup;

import cloud.dumont.agent.files.FileStat;
import cloud.dumont.agent.files.RawPath;
import cloud.dumont.agent.files.Xattrs;
import cloud.dumont.agent.tree.Content;

/**
 * A large file that waits to be read, or is.
 *
 * @param stat as it was last seen
 * @param sinceNanos when it was first known to differ
 * @param notBeforeNanos it may still be written
 * @param attempts to read it in one piece that failed
 */
record BigJob(RawPath path, FileStat stat, long sinceNanos, long notBeforeNanos, int attempts) {
    /** How often a file may change under the reader before it is taken as it is. */
    static final int MOST_ATTEMPTS = 3;

    BigJob again(FileStat seen, long notBefore) {
        return new BigJob(path, seen, sinceNanos, notBefore, attempts + 1);
    }

    /**
     * It was read.
     *
     * @param stat that the content belongs to
     * @param whole the content is that of one moment
     * @param begunNanos when the reading began: what was written before is in the content
     * @param grown only more was added meanwhile, so the content is what the file began with
     */
    record Done(
            BigJob job, FileStat stat, long begunNanos, Xattrs xattrs, Content content, boolean whole, boolean grown) {}
}
