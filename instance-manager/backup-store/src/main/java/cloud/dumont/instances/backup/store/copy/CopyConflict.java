package cloud.dumont.instances.backup.store.copy;

/** The second store holds other bytes under that name. Nothing was changed; somebody has to look. */
public final class CopyConflict extends RuntimeException {
    public CopyConflict(String name) {
        super("the copy holds something else as " + name);
    }
}
