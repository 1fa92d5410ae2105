package cloud.dumont.restore.history;

import java.util.Optional;

/** Where an epoch began, and on which commit of an older one it builds (none for the first). */
public record Fence(long epoch, Optional<CommitRef> sealed) {
    long sealedSeq() {
        return sealed.map(CommitRef::seq).orElse(0L);
    }
}
