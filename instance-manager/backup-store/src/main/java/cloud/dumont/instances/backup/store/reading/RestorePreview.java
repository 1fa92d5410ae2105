package cloud.dumont.instances.backup.store.reading;

import java.util.List;

/**
 * What a restore would do, against the newest version.
 *
 * @param files regular files to bring back
 * @param bytes of them
 * @param overwrites files that are there and differ
 * @param firstOverwrites the first of those, as paths
 * @param missing of the asked paths, those that the version does not have
 */
public record RestorePreview(
        long files, long bytes, long overwrites, List<String> firstOverwrites, List<String> missing) {}
