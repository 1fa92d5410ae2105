package cloud.dumont.agent.restore;

import cloud.dumont.agent.files.FileStat;
import cloud.dumont.agent.table.Identity;
import cloud.dumont.agent.table.IdentityLog;
import cloud.dumont.agent.table.InodeTable;
import cloud.dumont.agent.tree.TreeTable;

/** Which files a restore has put in place, over restarts of the agent. Thread-safe. */
final class Known {
    private static final int PER_FLUSH = 256;
    private final TreeTable tree;
    private final InodeTable inodes;
    private final IdentityLog log;
    private int unflushed;

    Known(TreeTable tree, InodeTable inodes, IdentityLog log) {
        this.tree = tree;
        this.inodes = inodes;
        this.log = log;
    }

    /** Whether this is the very file that was put there, untouched since. */
    boolean isRight(int number, FileStat stat) {
        return inodes.identity(number) == Identity.of(stat);
    }

    /** Whether it was put there, and is another file or has other contents since: the user's, which nothing else has. */
    boolean isTheUsers(int number, FileStat stat) {
        long put = inodes.identity(number);
        return put != 0 && put != Identity.of(stat);
    }

    synchronized void remember(int number, long identity) {
        inodes.learn(number, 0, identity);
        log.add(tree.path(number), identity);
        unflushed++;
        if (unflushed >= PER_FLUSH) {
            flush();
        }
    }

    synchronized void flush() {
        unflushed = 0;
        log.flush();
    }
}
