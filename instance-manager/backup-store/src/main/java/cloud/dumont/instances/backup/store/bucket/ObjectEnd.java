package cloud.dumont.instances.backup.store.bucket;

/** @param bytes the last ones @param size of the whole object */
public record ObjectEnd(byte[] bytes, long size) {}
