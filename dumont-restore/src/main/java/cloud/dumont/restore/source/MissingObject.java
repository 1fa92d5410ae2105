package cloud.dumont.restore.source;

/** The store answers, and has no object of that name. */
public final class MissingObject extends StoreException {
    public MissingObject(String name) {
        super("the store has no object " + name, null);
    }
}
