package cloud.dumont.agent.backup;

import cloud.dumont.agent.store.ObjectStore;
import cloud.dumont.agent.store.PresignedStore;
import cloud.dumont.agent.store.RateLimit;
import cloud.dumont.agent.store.StoreLimits;
import org.jspecify.annotations.Nullable;

/** Opens stores by workspace. */
@FunctionalInterface
public interface Stores {
    /** @param workspace null: the own one; another can only be read */
    ObjectStore of(@Nullable String workspace);

    /** By URLs that the office gives out. */
    static Stores presigned(BackupOffice office) {
        return workspace ->
                new PresignedStore(new OfficePresigner(office, workspace), StoreLimits.STANDARD, new RateLimit(0));
    }
}
