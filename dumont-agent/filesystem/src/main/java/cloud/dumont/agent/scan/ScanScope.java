package cloud.dumont.agent.scan;

import cloud.dumont.agent.files.RawPath;
import java.nio.file.Path;
import java.util.List;

/**
 * What is looked at. A mount below a root is passed over unless it is a root itself.
 *
 * @param top the directory that all paths are relative to, normally {@code /}
 * @param roots what is backed up, below {@code top}; {@link RawPath#ROOT} for all
 * @param never paths that are passed over with all below them, first of all the agent's own folder
 * @param include patterns as in {@code .dumontignore}, tied to {@code top}; what they match is taken whatever else is said,
 *     also below an excluded directory where the pattern names the way to it
 * @param exclude such patterns for what is left out; they win over {@code .dumontignore} files
 */
public record ScanScope(
        Path top, List<RawPath> roots, List<RawPath> never, List<String> include, List<String> exclude) {
    public ScanScope {
        roots = List.copyOf(roots);
        never = List.copyOf(never);
        include = List.copyOf(include);
        exclude = List.copyOf(exclude);
    }

    public static ScanScope all(Path top) {
        return new ScanScope(top, List.of(RawPath.ROOT), List.of(), List.of(), List.of());
    }
}
