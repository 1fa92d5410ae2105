package cloud.dumont.agent.scan;

import cloud.dumont.agent.files.RawPath;
import cloud.dumont.agent.posix.PosixException;

/**
 * Looks at a tree once. Memory does not depend on how many entries there are, how many of them are in one directory or how
 * deep it goes. Nothing is followed: a symbolic link is an entry. For any number of threads; each scan is its caller's.
 */
public final class Scanner {
    private final ScanScope scope;

    public Scanner(ScanScope scope) {
        this.scope = scope;
    }

    public ScanScope scope() {
        return scope;
    }

    /**
     * Everything in the scope. Directories above a root come as entries too, without what else is in them.
     *
     * @throws PosixException only if the top itself cannot be opened, or the process is out of descriptors or memory
     */
    public ScanSummary scan(Pace pace, ScanVisitor visitor) throws PosixException {
        try (Walk walk = Walk.start(scope, pace, visitor)) {
            return walk.all();
        }
    }

    /**
     * One path with all below it, judged as the whole scan would judge it. The path's own entry comes first; a path that is
     * not there or left out comes as {@link ScanProblem#VANISHED} or {@link ScanProblem#EXCLUDED}.
     */
    public ScanSummary scan(RawPath subtree, Pace pace, ScanVisitor visitor) throws PosixException {
        try (Walk walk = Walk.start(scope, pace, visitor)) {
            return walk.below(subtree);
        }
    }

    /** The path's own entry alone. */
    public ScanSummary look(RawPath path, ScanVisitor visitor) throws PosixException {
        return scan(path, Pace.full(), new Shallow(path, visitor));
    }

    private record Shallow(RawPath wanted, ScanVisitor visitor) implements ScanVisitor {
        @Override
        public boolean entry(ScanEntry entry) {
            if (entry.path().equals(wanted)) {
                visitor.entry(entry);
            }
            return false;
        }

        @Override
        public void problem(RawPath path, ScanProblem problem) {
            visitor.problem(path, problem);
        }
    }
}
