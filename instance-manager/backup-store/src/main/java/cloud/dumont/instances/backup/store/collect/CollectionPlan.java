package cloud.dumont.instances.backup.store.collect;

import java.util.List;

/** What a collection would remove. */
public sealed interface CollectionPlan {
    /**
     * @param doomed commits first, so that the store never shows a commit whose packs are gone
     * @param neededBytes of all that stays
     */
    record Ready(List<StoredRow> doomed, long neededBytes) implements CollectionPlan {
        public long doomedBytes() {
            return doomed.stream().mapToLong(StoredRow::size).sum();
        }
    }

    /** Something could not be proved, so everything stays. @param object below the root: where it ends */
    record Stopped(String object, String detail) implements CollectionPlan {}
}
