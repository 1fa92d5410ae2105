package cloud.dumont.agent.history;

import cloud.dumont.agent.container.Damage;
import cloud.dumont.agent.tree.CommitRecord;
import cloud.dumont.agent.tree.CommitRef;
import cloud.dumont.agent.tree.Piece;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A commit as it was read.
 *
 * @param size of its object
 * @param note null also when it cannot be read
 * @param lost what contents inside it cannot be read any more; its record is whole
 */
record LoadedCommit(
        CommitRef ref,
        CommitRecord record,
        long size,
        @Nullable WriterNote note,
        Lost lost) {
    /** @param damage of its blocks @param chunks that touch them */
    record Lost(List<Damage> damage, List<Piece> chunks) {
        static final Lost NOTHING = new Lost(List.of(), List.of());

        boolean isNothing() {
            return damage.isEmpty();
        }
    }
}
