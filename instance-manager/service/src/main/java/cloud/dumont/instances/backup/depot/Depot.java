package cloud.dumont.instances.backup.depot;

import cloud.dumont.instances.backup.store.bucket.BackupStore;
import cloud.dumont.instances.backup.store.presign.Presigner;
import cloud.dumont.instances.backup.store.vault.Vault;
import cloud.dumont.web.problem.CommonRefusal;
import cloud.dumont.web.problem.RefusedException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The stores as they are set up here. Asking for one that is not is refused as {@code maintenance}. */
public final class Depot implements AutoCloseable {
    private final @Nullable Main main;
    private final @Nullable BackupStore copy;

    record Main(BackupStore store, Vault vault, Presigner presigner) {}

    Depot(@Nullable Main main, @Nullable BackupStore copy) {
        this.main = main;
        this.copy = copy;
    }

    public boolean isThere() {
        return main != null;
    }

    public BackupStore store() {
        return main().store();
    }

    public Vault vault() {
        return main().vault();
    }

    public Presigner presigner() {
        return main().presigner();
    }

    public Optional<BackupStore> copy() {
        return Optional.ofNullable(copy);
    }

    private Main main() {
        if (main == null) {
            throw new RefusedException(new CommonRefusal.Unavailable("backup store"));
        }
        return main;
    }

    @Override
    public void close() {
        if (main != null) {
            main.store().close();
        }
        if (copy != null) {
            copy.close();
        }
    }
}
