package cloud.dumont.agent.restore;

import cloud.dumont.agent.files.FileStat;
import cloud.dumont.agent.files.FileTree;
import cloud.dumont.agent.files.RawPath;
import cloud.dumont.agent.place.TreePlacer;
import cloud.dumont.agent.posix.Errno;
import cloud.dumont.agent.posix.Fd;
import cloud.dumont.agent.posix.Nodes;
import cloud.dumont.agent.posix.Open;
import cloud.dumont.agent.posix.PosixException;
import cloud.dumont.agent.scan.Pace;
import cloud.dumont.agent.scan.ScanEntry;
import cloud.dumont.agent.scan.ScanVisitor;
import cloud.dumont.agent.scan.Scanner;
import cloud.dumont.agent.table.Entries;
import cloud.dumont.agent.tree.TreeTable;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Takes away what a new box has in the backed-up folders and the machine did not have: what came with the image and the user
 * had deleted. What is never backed up stays, with the directories above it, and what changed since the agent came.
 */
final class Stale implements ScanVisitor {
    private static final System.Logger log = System.getLogger(Stale.class.getName());
    private static final int AT_ONCE = 20_000;
    private final TreeTable tree;
    private final Scanner scanner;
    private final TreePlacer placer;
    private final FileTree files;
    private final long untilNanos;
    private final List<RawPath> stale = new ArrayList<>();
    private final Set<RawPath> directories = new LinkedHashSet<>();

    Stale(TreeTable tree, Restorer.Image image, TreePlacer placer, FileTree files) {
        this.tree = tree;
        this.scanner = new Scanner(image.scope());
        this.untilNanos = image.untilNanos();
        this.placer = placer;
        this.files = files;
    }

    void remove() throws PosixException {
        boolean more = true;
        while (more) {
            stale.clear();
            scanner.scan(Pace.full(), this);
            long removed = stale.stream().filter(this::isRemoved).count();
            more = stale.size() == AT_ONCE && removed > 0;
        }
        List.copyOf(directories).reversed().forEach(this::removeIfEmpty);
    }

    /** What cannot be removed, e.g. because it is immutable, stays: no reason to keep the user's files away. */
    private boolean isRemoved(RawPath path) {
        try {
            placer.remove(path);
            return true;
        } catch (PosixException e) {
            stays(path, e);
            return false;
        }
    }

    private void removeIfEmpty(RawPath path) {
        try (Fd parent = files.open(path.parent(), Open.PATH | Open.DIRECTORY)) {
            Nodes.removeDirectory(parent.number(), path.name());
        } catch (PosixException e) {
            if (!e.vanished() && !e.is(Errno.ENOTEMPTY) && !e.is(Errno.EBUSY)) {
                stays(path, e);
            }
        }
    }

    private static void stays(RawPath path, PosixException e) {
        log.log(System.Logger.Level.WARNING, "{0}, which the machine did not have, stays: {1}", path, e.getMessage());
    }

    @Override
    public boolean entry(ScanEntry entry) {
        RawPath path = entry.path();
        boolean known = tree.number(Entries.path(path)) != TreeTable.NONE;
        boolean lookInto = entry.isDirectory() && !entry.mountPoint();
        if (!known && !isARootOrAbove(path) && !entry.mountPoint() && !isTheUsers(entry.stat())) {
            if (entry.isDirectory()) {
                directories.add(path);
            } else if (stale.size() < AT_ONCE) {
                stale.add(path);
            }
        }
        return lookInto;
    }

    /** Somebody was on the box before its files came back. */
    private boolean isTheUsers(FileStat stat) {
        return stat.ctimeSeconds() * 1_000_000_000L + stat.ctimeNanos() > untilNanos;
    }

    private boolean isARootOrAbove(RawPath path) {
        return scanner.scope().roots().stream().anyMatch(root -> root.startsWith(path));
    }
}
