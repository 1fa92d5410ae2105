package cloud.dumont.agent.history;

import java.time.Duration;

/**
 * How a repository is written.
 *
 * @param packMemoryBytes off the heap, for packs that are open or under way
 * @param commitMemoryBytes off the heap, for one commit
 * @param uploads at once
 * @param sealers threads that compress and encrypt; 0: the caller does it himself
 * @param inlineBytes of contents that a commit takes into itself
 * @param commitsPerTree and
 * @param bytesPerTree and
 * @param timePerTree after which a commit carries a tree
 */
public record RepositoryConfig(
        long packMemoryBytes,
        long commitMemoryBytes,
        int uploads,
        int sealers,
        int inlineBytes,
        int commitsPerTree,
        long bytesPerTree,
        Duration timePerTree) {
    public static final RepositoryConfig STANDARD =
            new RepositoryConfig(64L << 20, 32L << 20, 4, 1, 4 << 20, 250, 48L << 20, Duration.ofMinutes(15));
}
