package cloud.dumont.agent.pack;

import cloud.dumont.agent.chunk.ChunkId;
import cloud.dumont.agent.store.StoreException;
import cloud.dumont.agent.tree.Piece;

/** Where new chunks go. Used by one thread. */
public interface ChunkTarget {
    /** Where that chunk lies from now on; the bytes are copied if it is not stored already. */
    Piece store(ChunkId id, byte[] from, int offset, int length) throws StoreException, InterruptedException;
}
