package cloud.dumont.instances.backup.store.collect;

import java.util.List;
import java.util.Set;

/** The rows behind a collection, looked at and written batch by batch. Called outside of store calls. */
public interface CollectionRows {
    /** Those of {@code names} that may still go: their rows are as they were planned from. */
    Set<String> stillDoomed(List<String> names);

    /** They are gone from every store. Until this returns, a later run may pass the same names again. */
    void collected(List<String> names);
}
