package cloud.dumont.restore.record;

/** An extended attribute; both arrays are raw bytes and not to be changed. */
public record Xattr(byte[] name, byte[] value) {}
