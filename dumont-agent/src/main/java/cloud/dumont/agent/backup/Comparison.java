package cloud.dumont.agent.backup;

import cloud.dumont.agent.files.FileStat;
import cloud.dumont.agent.files.RawPath;
import cloud.dumont.agent.scan.ScanEntry;
import cloud.dumont.agent.scan.ScanProblem;
import cloud.dumont.agent.scan.ScanVisitor;
import cloud.dumont.agent.table.Entries;
import cloud.dumont.agent.table.Identity;
import cloud.dumont.agent.table.InodeTable;
import cloud.dumont.agent.tree.PathBytes;
import cloud.dumont.agent.tree.TreeTable;
import java.util.function.Consumer;

/** Compares what a scan sees with the newest commit's tree and names what differs; changes nothing. One per scan. */
final class Comparison implements ScanVisitor {
    private final TreeTable tree;
    private final InodeTable inodes;
    private final int mark;
    private final boolean everything;
    private final long sinceNanos;
    private final Consumer<Nominee> nominate;
    private final Unreadable unreadable;

    /**
     * @param mark other than that of any scan before
     * @param everything name all that there is, whatever is known of it
     */
    Comparison(
            TreeTable tree,
            InodeTable inodes,
            int mark,
            boolean everything,
            long sinceNanos,
            Consumer<Nominee> nominate,
            Unreadable unreadable) {
        this.tree = tree;
        this.inodes = inodes;
        this.mark = mark;
        this.everything = everything;
        this.sinceNanos = sinceNanos;
        this.nominate = nominate;
        this.unreadable = unreadable;
    }

    @Override
    public boolean entry(ScanEntry entry) {
        RawPath path = entry.path();
        FileStat stat = entry.stat();
        int number = tree.number(Entries.path(path));
        if (number != TreeTable.NONE) {
            inodes.mark(number, mark);
        }
        if (everything || number == TreeTable.NONE || differs(number, stat)) {
            nominate.accept(new Nominee(path, false, sinceNanos));
        }
        return stat.isDirectory() && !entry.mountPoint();
    }

    private boolean differs(int number, FileStat stat) {
        if (inodes.identity(number) != Identity.of(stat)) {
            return true;
        }
        if (inodes.inode(number) == 0) {
            if (stat.isRegular() && stat.links() > 1) {
                // Which of the tree's names are one file has to be found out anew after a restart.
                return true;
            }
            inodes.learn(number, Identity.inode(stat), inodes.identity(number));
        }
        return false;
    }

    @Override
    public void left(RawPath directory, boolean whole) {
        if (!whole) {
            return;
        }
        unreadable.listed(directory);
        PathBytes path = Entries.path(directory);
        for (byte[] name : tree.children(path)) {
            int child = tree.number(path.child(name));
            if (child != TreeTable.NONE && inodes.mark(child) != mark) {
                nominate.accept(new Nominee(directory.child(name), true, sinceNanos));
            }
        }
    }

    @Override
    public void problem(RawPath path, ScanProblem problem) {
        switch (problem) {
            case VANISHED, EXCLUDED, CHANGED -> nominate.accept(new Nominee(path, true, sinceNanos));
            case BROKEN -> unreadable.failed(path, true, sinceNanos);
            case DENIED -> {}
        }
    }
}
