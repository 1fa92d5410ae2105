package cloud.dumont.agent.backup;

import cloud.dumont.agent.files.FileNode;
import cloud.dumont.agent.files.FileReader;
import cloud.dumont.agent.files.FileStat;
import cloud.dumont.agent.files.FileTree;
import cloud.dumont.agent.files.RawPath;
import cloud.dumont.agent.files.Xattrs;
import cloud.dumont.agent.pack.ChunkTarget;
import cloud.dumont.agent.posix.Errno;
import cloud.dumont.agent.posix.PosixException;
import cloud.dumont.agent.store.StoreException;
import cloud.dumont.agent.table.Entries;
import cloud.dumont.agent.table.Identity;
import cloud.dumont.agent.table.Withheld;
import cloud.dumont.agent.tree.Content;
import cloud.dumont.agent.tree.Entry;
import cloud.dumont.agent.tree.Meta;
import cloud.dumont.agent.tree.PathBytes;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Looks at one name at a time, compares it with the changes for the next commit, and adds to them. Reads the contents of small
 * files on the spot. For one thread.
 */
final class Examiner {
    /** The largest file that is read on the spot. */
    static final int SMALL = 8 << 20;

    private static final int TRIES = 3;
    private final FileTree tree;
    private final Contents contents;
    private final HardLinks links;
    private final Withheld withheld;

    Examiner(FileTree tree, Contents contents, HardLinks links, Withheld withheld) {
        this.tree = tree;
        this.contents = contents;
        this.links = links;
        this.withheld = withheld;
    }

    /** @param sink for the contents of small files */
    Verdict examine(Changes changes, RawPath path, ChunkTarget sink) throws StoreException, InterruptedException {
        try (FileNode node = tree.node(path)) {
            withheld.found(Entries.path(path));
            return present(changes, path, node, sink);
        } catch (PosixException e) {
            return failed(changes, path, e);
        }
    }

    /** There is nothing under that name. @return whether it leaves the tree */
    boolean gone(Changes changes, RawPath path) {
        boolean leaves = !withheld.holds(Entries.path(path));
        if (leaves) {
            changes.remove(path);
        }
        return leaves;
    }

    private Verdict failed(Changes changes, RawPath path, PosixException e) {
        if (e.is(Errno.ESTALE)) {
            return Verdict.UNSTEADY;
        }
        if (e.vanished() || e.is(Errno.ELOOP)) {
            // A link on the way there: what the tree has below that name is elsewhere, or gone.
            gone(changes, path);
            return Verdict.SETTLED;
        }
        return Verdict.UNREADABLE;
    }

    private Verdict present(Changes changes, RawPath path, FileNode node, ChunkTarget sink)
            throws PosixException, StoreException, InterruptedException {
        FileStat stat = node.stat();
        long identity = Identity.of(stat);
        Entry before = changes.entry(path);
        boolean firstOfItsLinks = stat.isRegular() && stat.links() > 1 && changes.inode(path) == 0;
        if (before != null && changes.identity(path) == identity && !firstOfItsLinks) {
            return Verdict.SETTLED;
        }
        if (stat.isRegular()) {
            return file(changes, path, node, stat, sink);
        }
        Meta meta = Entries.meta(stat, node.xattrs());
        Entry now = special(Entries.path(path), meta, node, stat);
        changes.put(now, Identity.inode(stat), identity);
        boolean isNew = now instanceof Entry.Directory && !(before instanceof Entry.Directory);
        return isNew ? Verdict.NEW_DIRECTORY : Verdict.SETTLED;
    }

    private static Entry special(PathBytes path, Meta meta, FileNode node, FileStat stat) throws PosixException {
        return switch (stat.type()) {
            case DIRECTORY -> new Entry.Directory(path, meta);
            case SYMLINK -> new Entry.Symlink(path, meta, node.target());
            case FIFO -> new Entry.Fifo(path, meta);
            case SOCKET -> new Entry.Socket(path, meta);
            case CHARACTER_DEVICE -> new Entry.Device(path, meta, false, stat.rdevMajor(), stat.rdevMinor());
            case BLOCK_DEVICE -> new Entry.Device(path, meta, true, stat.rdevMajor(), stat.rdevMinor());
            case REGULAR -> throw new IllegalArgumentException("a file is not special");
        };
    }

    private Verdict file(Changes changes, RawPath path, FileNode node, FileStat stat, ChunkTarget sink)
            throws PosixException, StoreException, InterruptedException {
        Content known = knownContent(changes, path, stat);
        if (known != null) {
            publish(changes, path, stat, node.xattrs(), known, true);
            return Verdict.SETTLED;
        }
        if (stat.size() > SMALL) {
            return new Verdict.Large(stat);
        }
        return readSmall(changes, path, stat, sink);
    }

    /** Of an inode in exactly the state in which it was read under another name, or this one. */
    private static @Nullable Content knownContent(Changes changes, RawPath path, FileStat stat) {
        long identity = Identity.of(stat);
        Set<RawPath> names = changes.hadInode(Identity.inode(stat));
        names.add(path);
        for (RawPath name : names) {
            Entry.File file = changes.fileWithIdentity(name, identity);
            if (file != null && !file.fuzzy() && file.content().size() == stat.size()) {
                return file.content();
            }
        }
        return null;
    }

    private Verdict readSmall(Changes changes, RawPath path, FileStat first, ChunkTarget sink)
            throws PosixException, StoreException, InterruptedException {
        FileStat seen = first;
        for (int attempt = 1; attempt <= TRIES; attempt++) {
            try (FileReader reader = tree.read(path, seen)) {
                if (reader.stat().size() > SMALL) {
                    return new Verdict.Large(reader.stat());
                }
                Content content = contents.read(reader, sink);
                Xattrs xattrs = reader.xattrs();
                boolean steady = content != null && reader.stillTheSame();
                boolean whole = steady || content != null && hasOnlyGrown(path, reader.stat(), content);
                if (content != null && (whole || attempt == TRIES)) {
                    publish(changes, path, reader.stat(), xattrs, content, whole);
                    return steady ? Verdict.SETTLED : Verdict.BEHIND;
                }
            }
            seen = tree.stat(path);
            if (!seen.isRegular()) {
                return Verdict.UNSTEADY;
            }
        }
        return Verdict.UNSTEADY;
    }

    private boolean hasOnlyGrown(RawPath path, FileStat read, Content content)
            throws PosixException, InterruptedException {
        FileStat now = tree.stat(path);
        if (!now.sameInode(read) || now.size() < read.size()) {
            return false;
        }
        try (FileReader again = tree.read(path, now)) {
            return contents.isPrefix(again, content);
        }
    }

    /** Puts a file's name, and all other names of it, into the changes. */
    void publish(Changes changes, RawPath path, FileStat stat, Xattrs xattrs, Content content, boolean whole) {
        Entry.Version alternative = whole ? null : lastWhole(changes.entry(path));
        Entry.File file =
                new Entry.File(Entries.path(path), Entries.meta(stat, xattrs), !whole, 0, content, alternative);
        links.put(changes, file, stat, whole ? Identity.of(stat) : 0);
    }

    private static Entry.@Nullable Version lastWhole(@Nullable Entry before) {
        if (!(before instanceof Entry.File file)) {
            return null;
        }
        return file.fuzzy() ? file.whole() : new Entry.Version(file.meta().mtime(), file.content());
    }
}
