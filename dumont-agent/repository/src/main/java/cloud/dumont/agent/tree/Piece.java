package cloud.dumont.agent.tree;

import cloud.dumont.agent.chunk.ChunkId;
import cloud.dumont.agent.container.ContainerName;

/** Where the bytes of one chunk lie. @param offset in the container's data stream */
public record Piece(ContainerName container, long offset, int length, ChunkId id) implements Part {
    @Override
    public long bytes() {
        return length;
    }
}
