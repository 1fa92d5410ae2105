package cloud.dumont.agent.restore;

import cloud.dumont.agent.files.FileNode;
import cloud.dumont.agent.files.FileStat;
import cloud.dumont.agent.files.FileTree;
import cloud.dumont.agent.files.FileType;
import cloud.dumont.agent.files.RawPath;
import cloud.dumont.agent.place.NodeAttributes;
import cloud.dumont.agent.place.TreePlacer;
import cloud.dumont.agent.posix.Errno;
import cloud.dumont.agent.posix.PosixException;
import cloud.dumont.agent.tree.Entry;
import cloud.dumont.agent.tree.PathBytes;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** Brings back everything that is no content: directories, links, special nodes. For one thread. */
final class NodesBack {
    private final Plan plan;
    private final Selection selection;
    private final TreePlacer placer;
    private final FileTree files;
    private final RestoreProgress progress;
    private final Map<Integer, Boolean> missing = new HashMap<>();

    NodesBack(Plan plan, Selection selection, TreePlacer placer, FileTree files, RestoreProgress progress) {
        this.plan = plan;
        this.selection = selection;
        this.placer = placer;
        this.files = files;
        this.progress = progress;
    }

    private static NodeAttributes attributes(Entry entry) {
        return FileVersion.attributes(entry.meta(), entry.meta().mtime());
    }

    /** The directory that everything is put below, if it is not there. */
    void target() throws PosixException {
        RawPath path = RawPath.ROOT;
        for (byte[] name : selection.into().names()) {
            path = path.child(name);
            try {
                if (files.stat(path).isDirectory()) {
                    continue;
                }
            } catch (PosixException e) {
                if (!e.is(Errno.ENOENT)) {
                    throw e;
                }
            }
            placer.directory(path, new NodeAttributes(0755, 0, 0, 0, 0, cloud.dumont.agent.files.Xattrs.NONE));
        }
    }

    void directories() {
        IntList all = plan.directories();
        for (int i = 0; i < all.size(); i++) {
            Entry entry = plan.entry(all.get(i));
            RawPath target = selection.target(entry.path());
            try {
                if (!selection.has(entry.path()) && isDirectory(target)) {
                    continue;
                }
                placer.directory(target, attributes(entry));
            } catch (PosixException e) {
                failed(all.get(i), target, e);
            }
        }
    }

    private boolean isDirectory(RawPath target) {
        try {
            return files.stat(target).isDirectory();
        } catch (PosixException e) {
            return false;
        }
    }

    private void failed(int number, RawPath target, PosixException e) {
        if (e.is(Errno.ENOSPC) || e.is(Errno.EDQUOT) || e.is(Errno.EROFS)) {
            throw new FilesBack.DiskProblem(e);
        }
        missing.put(number, true);
        progress.damaged(target);
    }

    /** Children first, so that their making does not show in the time. */
    void finishDirectories() {
        IntList all = plan.directories();
        for (int i = all.size() - 1; i >= 0; i--) {
            Entry entry = plan.entry(all.get(i));
            if (!selection.has(entry.path()) || missing.containsKey(all.get(i))) {
                continue;
            }
            RawPath target = selection.target(entry.path());
            try {
                placer.finishDirectory(target, attributes(entry));
            } catch (PosixException e) {
                failed(all.get(i), target, e);
            }
        }
    }

    void others() {
        IntList all = plan.others();
        for (int i = 0; i < all.size(); i++) {
            Entry entry = plan.entry(all.get(i));
            RawPath target = selection.target(entry.path());
            try {
                if (!isThere(entry, target)) {
                    place(entry, target);
                }
            } catch (PosixException e) {
                failed(all.get(i), target, e);
            }
        }
    }

    private boolean isThere(Entry entry, RawPath target) {
        try (FileNode node = files.node(target)) {
            FileStat stat = node.stat();
            boolean sameTime = stat.mtimeSeconds() == entry.meta().mtime().seconds()
                    && stat.mtimeNanos() == entry.meta().mtime().nanos();
            boolean same = switch (entry) {
                case Entry.Symlink link -> stat.isSymlink() && Arrays.equals(node.target(), link.target());
                case Entry.Fifo f -> stat.type() == FileType.FIFO;
                case Entry.Socket s -> stat.type() == FileType.SOCKET;
                case Entry.Device device ->
                    stat.type() == type(device)
                            && stat.rdevMajor() == device.major()
                            && stat.rdevMinor() == device.minor();
                case Entry.File f -> false;
                case Entry.Directory d -> false;
            };
            boolean sameMeta = stat.isSymlink()
                    ? stat.uid() == (int) entry.meta().uid()
                            && stat.gid() == (int) entry.meta().gid()
                    : FileVersion.sameMeta(stat, node.xattrs(), entry.meta());
            return same && sameTime && sameMeta;
        } catch (PosixException e) {
            return false;
        }
    }

    private static FileType type(Entry.Device device) {
        return device.block() ? FileType.BLOCK_DEVICE : FileType.CHARACTER_DEVICE;
    }

    private void place(Entry entry, RawPath target) throws PosixException {
        switch (entry) {
            case Entry.Symlink link -> placer.symlink(target, link.target(), attributes(entry));
            case Entry.Fifo f -> placer.special(target, FileType.FIFO, 0, 0, attributes(entry));
            case Entry.Socket s -> placer.special(target, FileType.SOCKET, 0, 0, attributes(entry));
            case Entry.Device device ->
                placer.special(target, type(device), (int) device.major(), (int) device.minor(), attributes(entry));
            case Entry.File f -> throw new IllegalArgumentException("files come back with their contents");
            case Entry.Directory d -> throw new IllegalArgumentException("directories come back before all others");
        }
    }

    /** Further names of files, once the first ones are there. */
    /** @param last false: the contents of some come later, and those wait for them */
    void links(boolean last) {
        IntList all = plan.links();
        for (int i = 0; i < all.size(); i++) {
            if (!(plan.entry(all.get(i)) instanceof Entry.File file)) {
                continue;
            }
            PathBytes first = plan.firstOf(file.link());
            RawPath target = selection.target(file.path());
            RawPath existing = selection.target(first);
            try {
                if (!areOne(target, existing)) {
                    placer.hardLink(target, existing);
                }
            } catch (PosixException e) {
                if (last || !e.vanished()) {
                    failed(all.get(i), target, e);
                }
            }
        }
    }

    private boolean areOne(RawPath target, RawPath existing) throws PosixException {
        FileStat of = files.stat(existing);
        try {
            return files.stat(target).sameInode(of);
        } catch (PosixException e) {
            return false;
        }
    }
}
