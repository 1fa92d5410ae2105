package cloud.dumont.restore.record;

import cloud.dumont.restore.container.ChunkId;
import cloud.dumont.restore.container.ContainerId;

/** Where the bytes of one chunk lie. */
public record Piece(ContainerId container, long offset, int size, ChunkId id) implements Part {
    @Override
    public long length() {
        return size;
    }
}
