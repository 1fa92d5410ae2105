package cloud.dumont.restore.source;

/** An object has more bytes than the reader is willing to hold. */
public final class ObjectTooLarge extends StoreException {
    public ObjectTooLarge(String name, long limit) {
        super(name + " has more than " + limit + " bytes", null);
    }
}
