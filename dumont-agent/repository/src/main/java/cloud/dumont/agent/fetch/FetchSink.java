package cloud.dumont.agent.fetch;

import cloud.dumont.agent.container.Damage;
import cloud.dumont.agent.tree.Piece;

/** Takes what was fetched, from several threads at once and in any order: each wanted tag once, by one call or the other. */
public interface FetchSink<T> {
    /** The piece's bytes, checked; the array is good only during the call. */
    void piece(T tag, byte[] from, int offset, int length) throws InterruptedException;

    /** The piece cannot be had from this store. */
    void lost(T tag, Piece piece, Damage damage) throws InterruptedException;
}
