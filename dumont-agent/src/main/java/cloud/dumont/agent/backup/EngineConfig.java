package cloud.dumont.agent.backup;

import cloud.dumont.agent.files.RawPath;
import cloud.dumont.agent.history.RepositoryConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * How one engine works.
 *
 * @param top directory that all paths of the workspace are relative to, normally {@code /}
 * @param never absolute or relative to the top: passed over with all below them, first of all the agent's own folder
 * @param state folder for what may be lost
 * @param repository sizes and threads
 * @param quiet how long a file must be left alone before it is read
 * @param longest but no longer than this
 * @param watchShare of the free watches of the kernel; 0: only scans
 * @param watches at most, whatever is free
 * @param safetyScan how often everything is looked at though nothing said so
 */
public record EngineConfig(
        Path top,
        List<RawPath> never,
        Path state,
        RepositoryConfig repository,
        Duration quiet,
        Duration longest,
        double watchShare,
        int watches,
        Duration safetyScan) {
    private static final RepositoryConfig FRUGAL = new RepositoryConfig(
            RepositoryConfig.STANDARD.packMemoryBytes(),
            RepositoryConfig.STANDARD.commitMemoryBytes(),
            RepositoryConfig.STANDARD.uploads(),
            0,
            RepositoryConfig.STANDARD.inlineBytes(),
            RepositoryConfig.STANDARD.commitsPerTree(),
            RepositoryConfig.STANDARD.bytesPerTree(),
            RepositoryConfig.STANDARD.timePerTree());

    public EngineConfig {
        never = List.copyOf(never);
    }

    /** @param home the agent's own folder */
    public static EngineConfig of(Path top, Path home, Path state) {
        Path own = top.toAbsolutePath().relativize(home.toAbsolutePath());
        boolean inside = !own.startsWith("..") && !own.toString().isEmpty();
        return new EngineConfig(
                top,
                inside ? List.of(RawPath.of(own.toString())) : List.of(),
                state,
                FRUGAL,
                Duration.ofMillis(500),
                Duration.ofSeconds(10),
                0.5,
                Integer.MAX_VALUE,
                Duration.ofMinutes(5));
    }

    /** Where it is kept what a restore could not bring back. */
    Path withheld() {
        return state.resolve("not-restored");
    }

    /** Without waiting for anything to settle; for a single run. */
    public EngineConfig atOnce() {
        return new EngineConfig(
                top, never, state, repository, Duration.ZERO, Duration.ZERO, watchShare, watches, safetyScan);
    }

    public EngineConfig withWatches(int most) {
        return new EngineConfig(top, never, state, repository, quiet, longest, watchShare, most, safetyScan);
    }

    public EngineConfig withRepository(RepositoryConfig other) {
        return new EngineConfig(top, never, state, other, quiet, longest, watchShare, watches, safetyScan);
    }
}
