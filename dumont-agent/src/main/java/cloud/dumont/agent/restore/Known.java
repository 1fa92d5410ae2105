package cloud.dumont.agent.restore;

import cloud.dumont.agent.files.FileStat;
import cloud.dumont.agent.table.Identity;
import cloud.dumont.agent.table.IdentityLog;
import cloud.dumont.agent.table.InodeTable;
import cloud.dumont.agent.tree.TreeTable;
import java.util.BitSet;

/** Which files a restore has put in place, over restarts of the agent. Thread-safe. */
final class Known {
    private static final int PER_FLUSH = 256;
    private final TreeTable tree;
    private final InodeTable inodes;
    private final IdentityLog log;
    private final BitSet carried = new BitSet();
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
        return put != 0 && put != Identity.of(stat) && !isCarried(number);
    }

    /** An earlier round put it there, when the box was nobody's yet: whoever changed it since was no user. */
    synchronized void carry(int number, long identity) {
        if (inodes.identity(number) == 0) {
            inodes.learn(number, 0, identity);
            carried.set(number);
        }
    }

    private synchronized boolean isCarried(int number) {
        return carried.get(number);
    }

    synchronized void remember(int number, long identity) {
        inodes.learn(number, 0, identity);
        carried.clear(number);
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
