package cloud.dumont.restore.verify;

import cloud.dumont.restore.container.Damage;
import cloud.dumont.restore.tree.LostPage;
import java.util.List;

/**
 * What a verification found.
 *
 * @param containers how many the version needs
 * @param containersChecked how many were read from end to end
 * @param chunksChecked how many chunks in them had the bytes that their ids say
 * @param bytesRead stored bytes of them
 * @param lostFiles in the order of the tree
 * @param lostPages parts of the list of files itself that cannot be read
 */
public record VerifyReport(
        int containers,
        int containersChecked,
        long chunksChecked,
        long bytesRead,
        List<Damage> damage,
        List<LostFile> lostFiles,
        List<LostPage> lostPages) {
    public boolean whole() {
        return damage.isEmpty() && lostFiles.isEmpty() && lostPages.isEmpty();
    }
}
