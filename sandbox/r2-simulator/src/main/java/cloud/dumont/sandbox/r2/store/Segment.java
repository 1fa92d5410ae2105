package cloud.dumont.sandbox.r2.store;

/** One file with bytes of an object or part; objects are segments in order. */
public record Segment(String file, long size) {}
