package cloud.dumont.restore.record;

/** Zeros that take no room. */
public record Hole(long length) implements Part {}
