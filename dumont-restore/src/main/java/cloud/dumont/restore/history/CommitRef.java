package cloud.dumont.restore.history;

import cloud.dumont.restore.container.ContainerId;
import java.util.Optional;

/** Names a commit. With the hash of its object it can be no other; without, whatever lies under that name is taken. */
public record CommitRef(long epoch, long seq, Optional<Sha256> hash) {
    public static CommitRef of(long epoch, long seq, String sha256) {
        return new CommitRef(epoch, seq, Optional.of(new Sha256(sha256)));
    }

    public static CommitRef of(ContainerId id) {
        return new CommitRef(id.epoch(), id.number(), Optional.empty());
    }

    public ContainerId id() {
        return ContainerId.commit(epoch, seq);
    }
}
