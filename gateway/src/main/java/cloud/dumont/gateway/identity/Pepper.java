package cloud.dumont.gateway.identity;

/** A secret that is not in the database. */
public final class Pepper {
    private final byte[] bytes;

    public Pepper(byte[] bytes) {
        if (bytes.length < 16) {
            throw new IllegalStateException("the pepper file holds less than 16 bytes");
        }
        this.bytes = bytes.clone();
    }

    public byte[] bytes() {
        return bytes.clone();
    }

    @Override
    public String toString() {
        return "***";
    }
}
