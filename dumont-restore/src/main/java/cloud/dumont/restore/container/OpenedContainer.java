package cloud.dumont.restore.container;

/** A container whose header, trailer and footer were found whole. */
public record OpenedContainer(Layout layout, ChunkTable chunks, long size) {}
