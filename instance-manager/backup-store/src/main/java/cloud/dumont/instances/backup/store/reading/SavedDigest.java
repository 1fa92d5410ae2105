package cloud.dumont.instances.backup.store.reading;

/**
 * What a version holds, in one line to compare with what a disk has.
 *
 * @param entries files and symbolic links
 * @param bytes of their contents
 * @param digest lower-case hex
 */
public record SavedDigest(long entries, long bytes, String digest) {}
