package cloud.dumont.agent.scan;

import cloud.dumont.agent.files.FileTree;
import cloud.dumont.agent.files.RawPath;
import cloud.dumont.agent.files.TemporaryName;
import cloud.dumont.agent.posix.Errno;
import cloud.dumont.agent.posix.PosixException;
import cloud.dumont.agent.posix.Stat;
import cloud.dumont.agent.posix.StatBuffer;
import java.lang.foreign.Arena;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** One run of a scan: which entries count, and who is told. The stack of open directories is {@link Levels}'s. */
final class Walk implements AutoCloseable {
    private final ScanScope scope;
    private final Pace pace;
    private final ScanVisitor visitor;
    private final Arena arena = Arena.ofConfined();
    private final FileTree tree;
    private final StatBuffer stat;
    private final ScanEntry entry;
    private final WalkPath path = new WalkPath();
    private final Levels levels;
    private final IgnoreRules policy;
    private final List<byte[]> never;
    private final List<byte[]> roots;
    private final Set<RawPath> reached = new HashSet<>();
    private final Set<RawPath> above = new HashSet<>();
    private long entries;
    private long directories;
    private long problems;
    private boolean whole = true;

    private Walk(ScanScope scope, Pace pace, ScanVisitor visitor, FileTree tree) {
        this.scope = scope;
        this.pace = pace;
        this.visitor = visitor;
        this.tree = tree;
        this.stat = new StatBuffer(arena);
        this.entry = new ScanEntry(stat);
        this.levels = new Levels(arena, tree, path, new StatBuffer(arena));
        this.policy = IgnoreRules.of(scope);
        this.never = scope.never().stream().map(RawPath::bytes).toList();
        this.roots = scope.roots().stream().map(RawPath::bytes).toList();
    }

    static Walk start(ScanScope scope, Pace pace, ScanVisitor visitor) throws PosixException {
        return new Walk(scope, pace, visitor, FileTree.open(scope.top()));
    }

    ScanSummary all() throws PosixException {
        for (RawPath root : scope.roots()) {
            if (!reached.contains(root)) {
                from(root, true);
            }
        }
        return summary();
    }

    ScanSummary below(RawPath subtree) throws PosixException {
        if (scope.roots().stream().anyMatch(subtree::startsWith)) {
            from(subtree, false);
            return summary();
        }
        List<RawPath> inside =
                scope.roots().stream().filter(root -> root.startsWith(subtree)).toList();
        for (RawPath root : inside) {
            from(root, true);
        }
        if (inside.isEmpty()) {
            problem(subtree, ScanProblem.EXCLUDED);
        }
        return summary();
    }

    private ScanSummary summary() {
        return new ScanSummary(entries, directories, problems, whole && !pace.isStopped());
    }

    /** Goes down to the path name by name, as strict as the walk itself, and then walks. */
    private void from(RawPath start, boolean tellAbove) throws PosixException {
        try (Arrival arrival = new Arrival(tree, path, stat, never, roots, policy)) {
            if (!arrives(arrival, start, tellAbove)) {
                return;
            }
            reached.add(start);
            boolean mount = arrival.mountPoint();
            if (tell(mount) && entry.isDirectory() && !mount) {
                push(arrival.rules(), arrival.onlyIncluded());
            }
        }
        run();
    }

    private boolean arrives(Arrival arrival, RawPath start, boolean tellAbove) {
        RawPath at = RawPath.ROOT;
        ScanProblem why = arrival.enter(at);
        for (byte[] name : start.names()) {
            if (why != null) {
                break;
            }
            if (tellAbove && above.add(at) && reached.stream().noneMatch(at::startsWith)) {
                tell(false);
            }
            at = at.child(name);
            why = arrival.enter(at);
        }
        if (why != null) {
            problem(start, why);
        }
        return why == null;
    }

    private void run() throws PosixException {
        while (!levels.isEmpty()) {
            Level level = levels.top();
            if (pace.isStopped()) {
                level.giveUp();
            }
            if (advance(level)) {
                pace.step();
                look(level);
            } else {
                leave(level);
            }
        }
    }

    private boolean advance(Level level) {
        try {
            return level.advance();
        } catch (PosixException failed) {
            level.giveUp();
            problem(path.upTo(level.pathLength), kind(failed));
            return false;
        }
    }

    private void leave(Level level) throws PosixException {
        RawPath directory = path.upTo(level.pathLength);
        whole &= level.whole;
        visitor.left(directory, level.whole);
        levels.pop();
        if (!levels.isEmpty() && !levels.ready()) {
            problem(path.upTo(levels.top().pathLength), ScanProblem.CHANGED);
        }
    }

    private void look(Level level) throws PosixException {
        path.set(level.pathLength, level.entries());
        if (TemporaryName.is(path.bytes(), path.nameStart(), path.end()) || isNever()) {
            return;
        }
        int failure = Stat.ofEntry(level.fd(), level.entries(), stat);
        if (failure < 0) {
            ScanProblem why = kind(new PosixException("statx", -failure));
            level.whole &= why == ScanProblem.VANISHED;
            problem(path.path(), why);
            return;
        }
        boolean directory = isDirectory();
        boolean included =
                level.onlyIncluded && level.rules.included(path.bytes(), path.nameStart(), path.end(), directory);
        boolean left = level.onlyIncluded
                ? !included
                : level.rules.ignored(path.bytes(), path.nameStart(), path.end(), directory);
        boolean corridor = left && directory && level.rules.leadsToIncluded(path.bytes(), path.end());
        if (left && !corridor) {
            return;
        }
        boolean mount = (stat.mountRoot() || stat.device() != level.device) && !isRoot();
        if (isRoot()) {
            reached.add(path.path());
        }
        if (tell(mount) && directory && !mount) {
            push(level.rules, corridor);
        }
    }

    private boolean tell(boolean mount) {
        entries++;
        entry.moveTo(path.bytes(), path.nameStart(), path.end(), mount);
        return visitor.entry(entry);
    }

    private void push(IgnoreRules rules, boolean onlyIncluded) throws PosixException {
        RawPath directory = path.path();
        try {
            levels.open(stat.device(), stat.inode(), rules, onlyIncluded, fd -> visitor.opened(directory, fd));
            directories++;
        } catch (PosixException failed) {
            if (failed.is(Errno.EMFILE) || failed.is(Errno.ENFILE) || failed.is(Errno.ENOMEM)) {
                throw failed;
            }
            ScanProblem why = failed.is(Errno.ESTALE) ? ScanProblem.CHANGED : kind(failed);
            whole &= why == ScanProblem.VANISHED;
            visitor.left(directory, false);
            problem(directory, why);
        }
    }

    private boolean isDirectory() {
        return (stat.mode() & 0xF000) == 0x4000;
    }

    private boolean isNever() {
        return never.stream().anyMatch(path::is);
    }

    private boolean isRoot() {
        for (byte[] root : roots) {
            if (path.is(root)) {
                return true;
            }
        }
        return false;
    }

    private void problem(RawPath where, ScanProblem why) {
        problems++;
        whole &= why == ScanProblem.VANISHED || why == ScanProblem.EXCLUDED;
        visitor.problem(where, why);
    }

    static ScanProblem kind(PosixException failed) {
        if (failed.vanished() || failed.is(Errno.ELOOP)) {
            return ScanProblem.VANISHED;
        }
        return failed.denied() ? ScanProblem.DENIED : ScanProblem.BROKEN;
    }

    @Override
    public void close() {
        levels.close();
        tree.close();
        arena.close();
    }
}
