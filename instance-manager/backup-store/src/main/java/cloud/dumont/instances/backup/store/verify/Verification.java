package cloud.dumont.instances.backup.store.verify;

import cloud.dumont.agent.protocol.backup.CommitRef;
import cloud.dumont.instances.backup.store.bucket.BackupStore;
import cloud.dumont.instances.backup.store.reading.PathText;
import cloud.dumont.instances.backup.store.reading.ReadingFailed;
import cloud.dumont.instances.backup.store.reading.ReadingLimits;
import cloud.dumont.instances.backup.store.reading.StoreSource;
import cloud.dumont.instances.backup.store.reading.WorkspaceAccess;
import cloud.dumont.instances.backup.store.verify.VerificationResult.DamagedObject;
import cloud.dumont.restore.Workspace;
import cloud.dumont.restore.container.ContainerId;
import cloud.dumont.restore.container.DamagedException;
import cloud.dumont.restore.verify.LostFile;
import cloud.dumont.restore.verify.References;
import cloud.dumont.restore.verify.Sample;
import cloud.dumont.restore.verify.Verifier;
import cloud.dumont.restore.verify.VerifyReport;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/** Looks whether a version can be restored, bit for bit, by reading what it needs, or a share of it. Nothing is written. */
public final class Verification {
    private static final int MOST = 1000;
    private final BackupStore store;
    private final ReadingLimits limits;

    public Verification(BackupStore store, ReadingLimits limits) {
        this.store = store;
        this.limits = limits;
    }

    /**
     * Reads the chain, the list of files, and then whole containers.
     *
     * @param percent of the containers, 1 to 100
     * @param seed chooses which, so that another seed chooses others
     * @throws ReadingFailed.Away when the store does not answer: nothing is known then
     */
    public VerificationResult verify(WorkspaceAccess access, CommitRef commit, int percent, long seed) {
        if (percent < 1 || percent > 100) {
            throw new IllegalArgumentException("not a share: " + percent + " %");
        }
        Sample sample = percent == 100 ? Sample.all() : Sample.share(percent / 100.0, seed);
        try (Workspace workspace = open(access)) {
            return result(new Verifier(workspace).verify(ref(commit), sample));
        } catch (DamagedException chain) {
            DamagedObject damaged =
                    new DamagedObject(chain.damage().object(), chain.damage().detail());
            return new VerificationResult(1, 1, 0, List.of(damaged), List.of(), 0, true);
        } catch (IOException failed) {
            throw ReadingFailed.of(failed);
        }
    }

    /**
     * Which of these versions need none of the damaged objects, in their order.
     *
     * @param damaged names below the root
     * @param most stop after so many
     */
    public List<CommitRef> unhurt(
            WorkspaceAccess access, Collection<CommitRef> versions, Set<String> damaged, int most) {
        List<CommitRef> unhurt = new ArrayList<>();
        try (Workspace workspace = open(access)) {
            for (CommitRef version : versions) {
                if (unhurt.size() < most && isUnhurt(workspace, version, damaged)) {
                    unhurt.add(version);
                }
            }
            return unhurt;
        } catch (IOException failed) {
            throw ReadingFailed.of(failed);
        }
    }

    private static boolean isUnhurt(Workspace workspace, CommitRef version, Set<String> damaged) throws IOException {
        try {
            return References.of(workspace, List.of(ref(version))).uses().keySet().stream()
                    .map(ContainerId::name)
                    .noneMatch(damaged::contains);
        } catch (DamagedException unreadable) {
            return false;
        }
    }

    private Workspace open(WorkspaceAccess access) {
        return access.open(new StoreSource(store), limits);
    }

    private static VerificationResult result(VerifyReport report) {
        return new VerificationResult(
                report.containers(),
                report.containersChecked(),
                report.bytesRead(),
                report.damage().stream()
                        .limit(MOST)
                        .map(damage -> new DamagedObject(damage.object(), damage.detail()))
                        .toList(),
                report.lostFiles().stream()
                        .limit(MOST)
                        .map(LostFile::path)
                        .map(PathText::of)
                        .toList(),
                report.lostFiles().size(),
                !report.lostPages().isEmpty());
    }

    private static cloud.dumont.restore.history.CommitRef ref(CommitRef commit) {
        return cloud.dumont.restore.history.CommitRef.of(commit.epoch(), commit.seq(), commit.sha256());
    }
}
