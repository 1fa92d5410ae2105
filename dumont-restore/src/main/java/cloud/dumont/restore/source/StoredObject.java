package cloud.dumont.restore.source;

/** One object of a listing: its whole name and its size in bytes. */
public record StoredObject(String name, long size) {}
