package cloud.dumont.instances.backup.store.verify;

import java.util.List;

/**
 * What a verification found.
 *
 * @param containers that the version needs
 * @param containersChecked of those, read from end to end
 * @param bytesRead stored bytes
 * @param damaged objects with what is wrong, at most 1,000
 * @param files paths (as text) whose bytes are lost, at most 1,000
 * @param lostFiles how many in all, as far as was checked
 * @param listDamaged the version's list of files is damaged itself, so that there may be more
 */
public record VerificationResult(
        int containers,
        int containersChecked,
        long bytesRead,
        List<DamagedObject> damaged,
        List<String> files,
        long lostFiles,
        boolean listDamaged) {
    /** @param name below the root @param detail one sentence, with no path of the user */
    public record DamagedObject(String name, String detail) {}

    public boolean isWhole() {
        return damaged.isEmpty() && lostFiles == 0 && !listDamaged;
    }
}
