package cloud.dumont.agent.scan;

import cloud.dumont.agent.files.FileTree;
import cloud.dumont.agent.files.RawPath;
import cloud.dumont.agent.posix.Fd;
import cloud.dumont.agent.posix.Open;
import cloud.dumont.agent.posix.PosixException;
import cloud.dumont.agent.posix.Stat;
import cloud.dumont.agent.posix.StatBuffer;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The way down to where a walk starts: collects the ignore files on it, and sees whether they let the start through. */
final class Arrival implements AutoCloseable {
    private final FileTree tree;
    private final WalkPath path;
    private final StatBuffer stat;
    private final List<byte[]> never;
    private final List<byte[]> roots;
    private IgnoreRules rules;
    private boolean onlyIncluded;
    private @Nullable Fd at;
    private long device;
    private boolean foreign;
    private boolean insideMount;

    Arrival(FileTree tree, WalkPath path, StatBuffer stat, List<byte[]> never, List<byte[]> roots, IgnoreRules policy) {
        this.tree = tree;
        this.path = path;
        this.stat = stat;
        this.never = never;
        this.roots = roots;
        this.rules = policy;
    }

    /** Rules for the entries of the directory that was entered last, less its own ignore file. */
    IgnoreRules rules() {
        return rules;
    }

    boolean onlyIncluded() {
        return onlyIncluded;
    }

    /** Where it stands is a mount that is no root. */
    boolean mountPoint() {
        return foreign;
    }

    /** Steps on the path, the child of the one before. @return why there is no going on */
    @Nullable
    ScanProblem enter(RawPath next) {
        insideMount = foreign;
        Fd before = at;
        try {
            at = before == null ? tree.open(next, Open.PATH) : step(before, next);
            Stat.of(at.number(), stat);
            if (next.isRoot()) {
                path.set(0, new byte[0]);
                device = stat.device();
                return null;
            }
            path.set(next.parent().length(), next.name());
            crossMounts();
            return insideMount ? ScanProblem.EXCLUDED : judge();
        } catch (PosixException failed) {
            return Walk.kind(failed);
        } finally {
            if (before != null && before != at) {
                before.close();
            }
        }
    }

    private Fd step(Fd above, RawPath next) throws PosixException {
        rules = rules.below(
                IgnoreFile.read(above.number()),
                WalkPath.nameOffset(next.parent().length()));
        return Open.at(above.number(), next.name(), Open.PATH | Open.NOFOLLOW);
    }

    @Override
    public void close() {
        if (at != null) {
            at.close();
        }
    }

    private void crossMounts() {
        boolean mount = stat.mountRoot() || stat.device() != device;
        boolean root = roots.stream().anyMatch(path::is);
        insideMount &= !root && roots.stream().noneMatch(this::isOnTheWayTo);
        foreign = !root && (foreign || mount);
        device = stat.device();
    }

    private boolean isOnTheWayTo(byte[] root) {
        int end = path.end();
        return root.length > end && root[end] == '/' && Arrays.equals(root, 0, end, path.bytes(), 0, end);
    }

    private IgnoreList readAbove(RawPath next) throws PosixException {
        try (Fd above = tree.open(next.parent(), Open.PATH | Open.DIRECTORY)) {
            return IgnoreFile.read(above.number());
        }
    }

    private @Nullable ScanProblem judge() {
        byte[] bytes = path.bytes();
        boolean directory = (stat.mode() & 0xF000) == 0x4000;
        boolean included = rules.included(bytes, path.nameStart(), path.end(), directory);
        boolean left = onlyIncluded ? !included : rules.ignored(bytes, path.nameStart(), path.end(), directory);
        onlyIncluded = left && directory && rules.leadsToIncluded(bytes, path.end());
        return left && !onlyIncluded || never.stream().anyMatch(path::is) ? ScanProblem.EXCLUDED : null;
    }
}
