package cloud.dumont.agent.container;

import cloud.dumont.agent.chunk.ChunkId;

/** Where a chunk lies in its container's data stream. */
public record ChunkSlot(ChunkId id, long offset, int length) {}
