package cloud.dumont.agent.backup;

import cloud.dumont.agent.files.FileStat;
import cloud.dumont.agent.files.FileTree;
import cloud.dumont.agent.files.RawPath;
import cloud.dumont.agent.posix.PosixException;
import cloud.dumont.agent.table.Entries;
import cloud.dumont.agent.table.Identity;
import cloud.dumont.agent.tree.Entry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Keeps all names of one file the same: they share a number, metadata and content in every commit. */
final class HardLinks {
    private final FileTree tree;
    /** Which inode a number was given to: after a restart the tree's numbers may be of files that went apart meanwhile. */
    private final Map<Long, Long> owners = new HashMap<>();

    private long lastNumber;

    /** @param lastNumber none of the tree's numbers is greater */
    HardLinks(FileTree tree, long lastNumber) {
        this.tree = tree;
        this.lastNumber = lastNumber;
    }

    /** Puts the file under its name, and under the other names that are known to be the same inode. */
    void put(Changes changes, Entry.File file, FileStat stat, long identity) {
        long inode = Identity.inode(stat);
        RawPath path = Entries.path(file.path());
        if (stat.links() <= 1) {
            changes.put(file, inode, identity);
            return;
        }
        List<RawPath> others = others(changes, path, stat);
        long link = number(changes, path, others, inode);
        owners.put(link, inode);
        changes.put(named(file, path, link), inode, identity);
        for (RawPath other : others) {
            changes.put(named(file, other, link), inode, identity);
        }
    }

    private List<RawPath> others(Changes changes, RawPath path, FileStat stat) {
        List<RawPath> others = new ArrayList<>();
        for (RawPath name : changes.withInode(Identity.inode(stat))) {
            if (!name.equals(path) && changes.entry(name) instanceof Entry.File && isStill(name, stat)) {
                others.add(name);
            }
        }
        return others;
    }

    private boolean isStill(RawPath name, FileStat stat) {
        try {
            return tree.stat(name).sameInode(stat);
        } catch (PosixException e) {
            // It is gone or cannot be seen; whoever looks at that name itself will find out.
            return false;
        }
    }

    private long number(Changes changes, RawPath path, List<RawPath> others, long inode) {
        for (RawPath name : others) {
            if (changes.entry(name) instanceof Entry.File file && mayUse(file.link(), inode)) {
                return file.link();
            }
        }
        boolean sameInode = changes.inode(path) == inode || changes.inode(path) == 0;
        if (sameInode && changes.entry(path) instanceof Entry.File file && mayUse(file.link(), inode)) {
            return file.link();
        }
        lastNumber++;
        return lastNumber;
    }

    private boolean mayUse(long link, long inode) {
        return link != 0 && owners.getOrDefault(link, inode) == inode;
    }

    private static Entry.File named(Entry.File file, RawPath path, long link) {
        return new Entry.File(Entries.path(path), file.meta(), file.fuzzy(), link, file.content(), file.whole());
    }
}
