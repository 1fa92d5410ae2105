package cloud.dumont.restore.source;

/** The last bytes of an object, and how long the whole object is. */
public record Tail(byte[] bytes, long objectSize) {}
